import NeighbourTesting
import OrderingRules
import OrderingStore
import PersonalData
import RPC
import RPCTransport
import ServiceKit
import Storage
import StorageSQLite
import StorageTesting
import SuiteConfiguration
import Synchronization
import Telephony
import Testing

@testable import OrderingServer

/// Ordering on its own SQLite file and a real port, between the real inventory and a fake catalog on theirs.
final class OrderingBench: Sendable {
  let inventory: TestInventory
  let catalog = FakeCatalog()
  let addresses = LocationAddresses()
  let clock: ManualClock
  let directory: TemporaryDirectory
  private let configuration: ServiceConfiguration
  private let catalogServer: RPCServer
  private let toCatalog: ClientChannel
  private let setUpNeighbours = Mutex<SetUpNeighbours?>(nil)

  private let reconcileInterval: Duration

  init(reconcileInterval: Duration = .seconds(3_600)) async throws {
    self.reconcileInterval = reconcileInterval
    directory = try TemporaryDirectory()
    let settings = try TestConfiguration(in: directory)
    configuration = try settings.load(OrderingConfiguration.schema)
    clock = ManualClock(SystemClock().now())
    catalogServer = RPCServer(configuration: .init(), services: [catalog.definition])
    let address = try await catalogServer.start()
    toCatalog = .toThisMachine(address.port)
    inventory = try await TestInventory(
      in: directory,
      settings: settings,
      clock: clock,
      catalog: toCatalog
    )
  }

  /// Puts neighbours between that set locations up, on demand with faults.
  func replaceSetUpNeighbours() -> SetUpNeighbours {
    let neighbours = SetUpNeighbours(toCatalog)
    setUpNeighbours.withLock { $0 = neighbours }
    return neighbours
  }

  /// Starts Ordering on what an earlier run left, and stops it again after the body.
  func run<Answer>(_ body: (RunningOrdering) async throws -> Answer) async throws -> Answer {
    let service = try await TestService(configuration, clock: clock) { runtime in
      let ordering = try await Ordering(
        engine: SQLiteEngine(path: self.directory.file("ordering.sqlite")),
        inventory: self.inventory.channel,
        catalog: self.setUpNeighbours.withLock { $0 } ?? self.toCatalog,
        emergency: self.addresses.channel(over: self.setUpNeighbours.withLock { $0 } ?? self.toCatalog),
        signer: try runtime.signer(),
        cipher: FieldCipher(key: Array(repeating: 7, count: FieldCipher.keyByteCount)),
        pace: SagaPace(
          backOff: BackOff(first: .milliseconds(10), longest: .milliseconds(50)),
          stockInterval: .milliseconds(20),
          resumedAtOnce: 2
        ),
        terms: TermsOfService(version: "v2", uri: "https://example.com/terms/v2"),
        reconcileInterval: self.reconcileInterval,
        runtime: runtime
      )
      return ordering.parts
    }
    let ordering = RunningOrdering(channel: service.channel)
    return try await running({ try await body(ordering) }, finally: service.stop)
  }

  /// Notes a number as charged that nobody has; while Ordering does not run.
  func plantCharge(of number: String, order: String) async throws {
    let database = try await Database(
      engine: SQLiteEngine(path: directory.file("ordering.sqlite")),
      migrations: Ordering.migrations
    )
    let provided = ProvidedNumber(
      number: try #require(TelephoneNumber(e164: number)),
      organization: "acme",
      order: order,
      provisionTime: clock.now()
    )
    try await database.write { try BillingTables($0).provide(provided, isCharged: true) }
    await database.close()
  }

  func stopCatalog() async { await catalogServer.shutdown(gracePeriod: .zero) }

  func close() async {
    await inventory.stop()
    toCatalog.close()
    await stopCatalog()
  }
}

/// A bench for one test, closed after it.
func withBench(
  reconcileInterval: Duration = .seconds(3_600),
  _ body: (OrderingBench) async throws -> Void
) async throws {
  let bench = try await OrderingBench(reconcileInterval: reconcileInterval)
  try await running({ try await body(bench) }, finally: bench.close)
}
