import CarrierSimulatorServer
import Foundation
import Logging
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
    let simulator = try await RunningService.start(
      configuration: settings.load(CarrierSimulatorConfiguration.schema),
      logger: silent
    ) { _ in CarrierSimulator.parts }
    let carrier = StoppableOnce(simulator)
    let catalog = RPCServer(configuration: .init(), services: [FakeCatalog.definition])
    let toCarrier = channel(simulator.address.port)
    let toCatalog = channel(try await catalog.start().port)
    let porting = try await RunningService.start(
      configuration: settings.load(PortingConfiguration.schema),
      logger: silent
    ) { runtime in
      try await Porting(
        engine: SQLiteEngine(path: directory.file("porting.sqlite")),
        carrier: toCarrier,
        catalog: toCatalog,
        signer: try runtime.signer(),
        runtime: runtime
      ).parts
    }
    let toPorting = channel(porting.address.port)
    let result: Result<Void, any Error>
    do {
      try await body(PortingBench(calls: PortingCalls(toPorting), carrier: carrier))
      result = .success(())
    } catch {
      result = .failure(error)
    }
    for channel in [toPorting, toCarrier, toCatalog] { channel.close() }
    await porting.stop()
    await carrier.stop()
    await catalog.shutdown(gracePeriod: .zero)
    try result.get()
  }

  private static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

  private static func channel(_ port: Int?) -> ClientChannel {
    ClientChannel(targets: [.init(host: "127.0.0.1", port: port ?? 0)])
  }
}

/// A service that a test may stop, and the bench stops after it in any case.
private actor StoppableOnce {
  private var service: RunningService?

  init(_ service: RunningService) { self.service = service }

  func stop() async {
    let running = service
    service = nil
    await running?.stop()
  }
}
