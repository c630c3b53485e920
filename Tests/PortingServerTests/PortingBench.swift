import CarrierSimulatorServer
import Messages
import NeighbourTesting
import PortingServer
import RPC
import RPCTransport
import ServiceKit
import StorageSQLite
import StorageTesting
import SuiteConfiguration

/// Porting on its own SQLite file and a real port, with the carrier simulator and a fake catalog on theirs.
struct PortingBench: Sendable {
  let calls: PortingCalls
  private let carrier: StoppableOnce

  func stopCarrier() async { await carrier.stop() }

  /// Starts everything in a folder, and stops it after the body.
  static func run(
    in directory: TemporaryDirectory,
    _ body: @Sendable (PortingBench) async throws -> Void
  ) async throws {
    let settings = try TestConfiguration(in: directory)
    let simulator = try await TestService(settings.load(CarrierSimulatorConfiguration.schema)) {
      CarrierSimulator.parts($0)
    }
    let carrier = StoppableOnce(simulator)
    let catalog = RPCServer(configuration: .init(), services: [FakeCatalog.definition])
    let toCatalog = ClientChannel.toThisMachine(try await catalog.start().port)
    let porting = try await TestService(settings.load(PortingConfiguration.schema)) { runtime in
      try await Porting(
        engine: SQLiteEngine(path: directory.file("porting.sqlite")),
        carrier: simulator.channel,
        catalog: toCatalog,
        signer: try runtime.signer(),
        runtime: runtime
      ).parts
    }
    let bench = PortingBench(calls: PortingCalls(porting.channel), carrier: carrier)
    try await running({ try await body(bench) }) {
      await porting.stop()
      await carrier.stop()
      toCatalog.close()
      await catalog.shutdown(gracePeriod: .zero)
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
