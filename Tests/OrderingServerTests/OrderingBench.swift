import Logging
import NeighbourTesting
import OrderingServer
import RPC
import RPCTransport
import ServiceKit
import Storage
import StorageSQLite
import StorageTesting
import SuiteConfiguration

/// Ordering on its own SQLite file and a real port, between a fake inventory and a fake catalog on theirs.
final class OrderingBench: Sendable {
  let inventory = FakeInventory()
  private let directory: TemporaryDirectory
  private let configuration: ServiceConfiguration
  private let neighbours: RPCServer
  private let toNeighbours: ClientChannel

  init() async throws {
    directory = try TemporaryDirectory()
    neighbours = RPCServer(
      configuration: .init(),
      services: [inventory.definition, FakeCatalog.definition]
    )
    let address = try await neighbours.start()
    toNeighbours = ClientChannel(targets: [.init(host: "127.0.0.1", port: address.port ?? 0)])
    configuration = try TestConfiguration(in: directory).load(OrderingConfiguration.schema)
  }

  /// Starts Ordering on what an earlier run left, and stops it again after the body.
  func run<Answer>(_ body: (RunningOrdering) async throws -> Answer) async throws -> Answer {
    let service = try await RunningService.start(
      configuration: configuration,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) { runtime in
      let ordering = try await Ordering(
        engine: SQLiteEngine(path: self.directory.file("ordering.sqlite")),
        inventory: self.toNeighbours,
        catalog: self.toNeighbours,
        signer: try runtime.signer(),
        backOff: BackOff(first: .milliseconds(10), longest: .milliseconds(50)),
        runtime: runtime
      )
      return ordering.parts
    }
    let running = RunningOrdering(port: service.address.port ?? 0)
    let result: Result<Answer, any Error>
    do { result = .success(try await body(running)) } catch { result = .failure(error) }
    running.channel.close()
    await service.stop()
    return try result.get()
  }

  func close() async {
    toNeighbours.close()
    await neighbours.shutdown(gracePeriod: .zero)
  }
}

/// A bench for one test, closed after it.
func withBench(_ body: (OrderingBench) async throws -> Void) async throws {
  let bench = try await OrderingBench()
  let result: Result<Void, any Error>
  do { result = .success(try await body(bench)) } catch { result = .failure(error) }
  await bench.close()
  try result.get()
}
