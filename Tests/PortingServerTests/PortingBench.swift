import CarrierSimulatorServer
import CatalogFiles
import InventoryRules
import InventoryServer
import Messages
import NeighbourTesting
import PersonalData
import PortingServer
import RPC
import RPCTransport
import ServiceKit
import Storage
import StorageSQLite
import StorageTesting
import SuiteConfiguration
import Telephony
import Testing

@testable import ProviderCatalogServer

/// Porting on its own SQLite file and a real port, with the real inventory and the carrier simulator on theirs, a
/// catalog with the real rules of countries, and a clock that is moved.
struct PortingBench: Sendable {
  let calls: PortingCalls
  let catalog: FakeCatalog
  let clock: ManualClock
  let addresses: AnsweringAddresses
  /// The way to the carrier, and that to the inventory.
  let recorder: RecordingChannel
  let toInventory: RecordingChannel
  private let inventory: InventoryV1.InventoryServiceClient
  private let carrier: StoppableOnce

  /// Wednesday, 2026-11-25, 10:00 in New York.
  static let start = Instant(milliseconds: 1_795_618_800_000)

  func stopCarrier() async { await carrier.stop() }

  /// Starts everything in a folder, and stops it after the body.
  ///
  /// - Parameters:
  ///   - relayPort: of a relay that takes mail on this machine; nil for none.
  ///   - scenario: the file that says how the carrier treats numbers; empty for none.
  ///   - storage: where Porting keeps its database; nil for a file of its own.
  ///   - workerInterval: how often Porting looks whether anything is due.
  static func run(
    in directory: TemporaryDirectory,
    clock: ManualClock = ManualClock(start),
    relayPort: Int? = nil,
    scenario: String = "",
    storage: (any StorageEngine)? = nil,
    workerInterval: Duration = .milliseconds(10),
    _ body: @Sendable (PortingBench) async throws -> Void
  ) async throws {
    let settings = try TestConfiguration(in: directory)
    let simulator = try await TestService(settings.load(CarrierSimulatorConfiguration.schema), clock: clock) {
      try CarrierSimulator.parts($0, scenarioFile: scenario)
    }
    let carrier = StoppableOnce(simulator)
    let catalog = try Self.catalog()
    let catalogServer = RPCServer(configuration: .init(), services: [catalog.definition])
    let toCatalog = ClientChannel.toThisMachine(try await catalogServer.start().port)
    let inventory = try await Self.inventory(in: directory, settings, clock, toCatalog)
    let addresses = AnsweringAddresses()
    let recorder = RecordingChannel(simulator.channel)
    let toInventory = RecordingChannel(inventory.channel)
    let porting = try await TestService(settings.load(PortingConfiguration.schema), clock: clock) { runtime in
      try await Porting(
        engine: storage ?? SQLiteEngine(path: directory.file("porting.sqlite")),
        carrier: recorder,
        catalog: toCatalog,
        inventory: toInventory,
        emergency: addresses,
        signer: try runtime.signer(),
        cipher: FieldCipher(key: Array(repeating: 7, count: FieldCipher.keyByteCount)),
        pace: PortingPace(
          workerInterval: workerInterval,
          relay: relayPort.map { ("127.0.0.1", $0, "trunkline@example.com") }
        ),
        runtime: runtime
      ).parts
    }
    let bench = PortingBench(
      calls: PortingCalls(porting.channel),
      catalog: catalog,
      clock: clock,
      addresses: addresses,
      recorder: recorder,
      toInventory: toInventory,
      inventory: InventoryV1.InventoryServiceClient(inventory.channel),
      carrier: carrier
    )
    try await running({
      try await bench.awaitCountries()
      try await body(bench)
    }) {
      await porting.stop()
      await inventory.stop()
      await carrier.stop()
      toCatalog.close()
      await catalogServer.shutdown(gracePeriod: .zero)
    }
  }

  /// The organization gives a number up.
  func release(_ number: String) async throws {
    let request = InventoryV1.ReleaseNumbersRequest(
      parent: "organizations/acme",
      phoneNumbers: [number],
      requestId: "0b9d51a6-4be3-4b2c-9b0f-4a1ed0f5a002"
    )
    _ = try await inventory.releaseNumbers(request, options: calls.options("acme-admin"))
  }

  /// In which state a number is, and for which order.
  func number(_ text: String) async throws -> InventoryV1.Number? {
    let options = CallOptions(timeout: .seconds(10)).calling(withAPIKey: "acme-admin")
    let name = "numbers/\(text.dropFirst())"
    do {
      return try await inventory.getNumber(.init(name: name), options: options)
    } catch let error as RPCError where error.code == .notFound {
      return nil
    }
  }
}

// MARK: - Neighbours
extension PortingBench {
  private static let sites = [
    ("hq", "US", "America/New_York", "NJ"), ("desk", "US", "America/New_York", "NJ"),
    ("paris", "FR", "Europe/Paris", ""),
    ("rome", "IT", "Europe/Rome", ""), ("sydney", "AU", "Australia/Sydney", "NSW"),
    ("berlin", "DE", "Europe/Berlin", "BE"), ("munich", "DE", "Europe/Berlin", "BY"),
    ("auckland", "NZ", "Pacific/Auckland", "AUK"), ("athens", "GR", "Europe/Athens", ""),
  ]

  private static func catalog() throws -> FakeCatalog {
    let folder =
      "\(#filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" })/Deploy/countries"
    let others = ["unlicensed", "trial", "other"].map { ($0, "hq", "US", "America/New_York", "") }
    let locations = (others + sites.map { ("acme", $0.0, $0.1, $0.2, $0.3) }).map {
      organization,
      id,
      country,
      zone,
      region in
      FakeCatalog.location(
        organization,
        id,
        .callingPlan,
        country: country,
        subscription: id == "desk" ? .outboundCallingPlanWithServiceNumbers : .outboundCallingPlan,
        timeZone: zone,
        region: region
      )
    }
    return FakeCatalog(
      countries: try CountryFolder.read(folder).map(CatalogV1.Country.init),
      locations: locations
    )
  }

  private static func inventory(
    in directory: TemporaryDirectory,
    _ settings: TestConfiguration,
    _ clock: ManualClock,
    _ catalog: ClientChannel
  ) async throws -> TestService {
    try await TestService(settings.load(InventoryConfiguration.schema), clock: clock) { runtime in
      let database = try await Database(
        engine: SQLiteEngine(path: directory.file("inventory.sqlite")),
        migrations: InventoryServer.migrations
      )
      let copy = CatalogCopy(
        database: database,
        clock: runtime.clock,
        catalog: catalog,
        signer: try runtime.signer()
      )
      let server = try await InventoryServer(
        database: database,
        limits: ReservationLimits(),
        clock: runtime.clock,
        stopping: runtime.stopping,
        catalog: copy
      )
      return ServiceParts(
        services: [server.definition],
        workers: [copy.follower(logger: runtime.logger).worker],
        onShutdown: { await database.close() }
      )
    }
  }

  /// Waits until a location of acme is known.
  func hasHeard(of site: String) async throws {
    for attempt in 0... {
      do {
        _ = try await calls.dates(site)
        return
      } catch let error as RPCError where error.reason != "LOCATION_NOT_FOUND" {
        return
      } catch is RPCError {}
      try #require(attempt < 1_000, "nobody has heard of \(site)")
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Waits until the copy of the catalog has the rules of ports.
  private func awaitCountries() async throws {
    for (site, _, _, _) in Self.sites {
      for attempt in 0... {
        if let dates = try? await calls.dates(site), !dates.slots.isEmpty { break }
        try #require(attempt < 1_000, "the rules of \(site) have not come")
        try await Task.sleep(for: .milliseconds(10))
      }
    }
  }
}

/// A service that a test may stop, and the bench stops after it in any case.
private actor StoppableOnce {
  private var service: TestService?

  init(_ service: TestService) { self.service = service }

  func stop() async {
    let running = service
    service = nil
    await running?.stop()
  }
}
