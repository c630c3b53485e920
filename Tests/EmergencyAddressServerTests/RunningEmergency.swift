import EmergencyAddressStore
import Logging
import Messages
import NeighbourTesting
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

@testable import EmergencyAddressServer

/// Emergency addresses with a real database that answer on a real socket and follow sources over another.
struct RunningEmergency {
  let client: EmergencyV1.EmergencyAddressServiceClient
  let database: Database
  let server: EmergencyAddressServer
  private let upstream: ClientChannel
  private let provider: ClientChannel
  private let service: TestService

  /// - Parameters:
  ///   - sources: port at which the sources are, or are not.
  ///   - provider: port of an emergency provider that is not with the sources.
  init(
    in directory: TemporaryDirectory,
    sources port: Int,
    provider providerPort: Int? = nil,
    clock: any WallClock = SystemClock(),
    patience: Duration = .milliseconds(20)
  ) async throws {
    let database = try await Database(
      engine: SQLiteEngine(path: directory.file("emergency.sqlite")),
      migrations: EmergencySchema.migrations
    )
    self.database = database
    let upstream = ClientChannel.toThisMachine(port)
    self.upstream = upstream
    let provider = ClientChannel.toThisMachine(providerPort ?? port)
    self.provider = provider
    let server = try await EmergencyAddressServer(
      database: database,
      cipher: try PersonalDataKey.cipher(file: directory.file("key")),
      clock: clock,
      provider: EmergencyProvider(.init(provider), options: { CallOptions() }),
      stopping: StopSignal(),
      patience: patience
    )
    self.server = server
    let configuration = try TestCaller.configuration(EmergencyAddressConfiguration.schema)
    service = try await TestService(configuration, clock: clock) { runtime in
      ServiceParts(
        services: [server.servedDefinition],
        workers: server.followers(over: upstream, logger: runtime.logger),
        interceptors: [server.partnerGate],
        onShutdown: {
          await server.storeJournal()
          await database.close()
        }
      )
    }
    client = EmergencyV1.EmergencyAddressServiceClient(service.channel)
  }

  func stop() async {
    upstream.close()
    provider.close()
    await service.stop()
  }

  /// Waits until the facts that were published are known.
  func wait(until isTrue: (EmergencyMemory) -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(20)
    while true {
      let seen = server.memory.changes.count
      if isTrue(server.memory) { return }
      guard .now < end else { throw TimedOut() }
      await server.memory.changes.wait(after: seen, atMost: .seconds(1))
    }
  }

  /// Waits for what nothing signals.
  func poll(until isTrue: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(20)
    while try await !isTrue() {
      guard .now < end else { throw TimedOut() }
      try await Task.sleep(for: .milliseconds(2))
    }
  }
}

struct TimedOut: Error {}

extension EmergencyAddressServer {
  fileprivate func followers(over channel: ClientChannel, logger: Logger) -> [Worker] {
    let backOff = BackOff(first: .milliseconds(2), longest: .milliseconds(20))
    return [
      catalogFollower(.init(channel), options: { CallOptions() }, logger: logger, backOff: backOff).worker,
      inventoryFollower(.init(channel), options: { CallOptions() }, logger: logger, backOff: backOff).worker,
      providerFollower(logger: logger, backOff: backOff).worker,
      providerWorker(
        .init(backOff: backOff, poll: .milliseconds(20), timeout: .seconds(5)),
        logger: logger
      ),
      journalWorker(every: .milliseconds(5)),
    ]
  }
}

/// Runs a body with sources and a service that follows them, and stops all.
func withEmergency(
  in directory: TemporaryDirectory? = nil,
  sources: Sources = Sources(),
  clock: any WallClock = SystemClock(),
  patience: Duration = .milliseconds(20),
  _ body: (RunningEmergency, Sources) async throws -> Void
) async throws {
  let (server, port) = try await sources.serve(clock: clock)
  let directory = try directory ?? TemporaryDirectory()
  let emergency = try await RunningEmergency(
    in: directory,
    sources: port,
    clock: clock,
    patience: patience
  )
  try await running({ try await body(emergency, sources) }) {
    await emergency.stop()
    await server.shutdown(gracePeriod: .zero)
  }
}
