import EmergencyAddressStore
import Logging
import Messages
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
  private let channel: ClientChannel
  private let upstream: ClientChannel
  private let service: RunningService

  /// - Parameter sources: port at which the sources are, or are not.
  init(
    in directory: TemporaryDirectory,
    sources port: Int,
    clock: any WallClock = SystemClock(),
    patience: Duration = .milliseconds(20)
  ) async throws {
    let database = try await Database(
      engine: SQLiteEngine(path: directory.file("emergency.sqlite")),
      migrations: EmergencySchema.migrations
    )
    self.database = database
    let server = try await EmergencyAddressServer(
      database: database,
      cipher: try PersonalDataKey.cipher(file: directory.file("key")),
      clock: clock,
      patience: patience
    )
    self.server = server
    let upstream = ClientChannel(targets: [.init(host: "127.0.0.1", port: port)])
    self.upstream = upstream
    service = try await RunningService.start(
      configuration: try Self.configuration(),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      clock: clock
    ) { runtime in
      ServiceParts(
        services: [server.definition],
        workers: server.followers(over: upstream, logger: runtime.logger),
        onShutdown: { await database.close() }
      )
    }
    channel = ClientChannel(targets: [.init(host: "127.0.0.1", port: service.address.port ?? 0)])
    client = EmergencyV1.EmergencyAddressServiceClient(channel)
  }

  func stop() async {
    channel.close()
    upstream.close()
    await service.stop()
  }

  private static func configuration() throws -> ServiceConfiguration {
    let keys = TestCaller.allCases.map(\.apiKey).joined(separator: ", ")
    let loader = ConfigurationLoader(
      schema: EmergencyAddressConfiguration.schema,
      flags: [
        ("listen.port", "0"), ("admin.port", "0"), ("listen.eventLoops", "1"), ("shutdown.gracePeriod", "1s"),
        ("authentication.apiKeys", "[\(keys)]"),
      ]
    )
    return try loader.load()
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
    ]
  }
}

/// Runs a body with sources and a service that follows them, and stops all.
func withEmergency(
  in directory: TemporaryDirectory? = nil,
  sources: Sources = Sources(),
  patience: Duration = .milliseconds(20),
  _ body: (RunningEmergency, Sources) async throws -> Void
) async throws {
  let (server, port) = try await sources.serve()
  let directory = try directory ?? TemporaryDirectory()
  let emergency = try await RunningEmergency(in: directory, sources: port, patience: patience)
  let result: Result<Void, any Error>
  do {
    result = .success(try await body(emergency, sources))
  } catch {
    result = .failure(error)
  }
  await emergency.stop()
  await server.shutdown(gracePeriod: .zero)
  try result.get()
}

/// Who may call, each with an API key.
enum TestCaller: String, CaseIterable {
  case `operator`, acme, reader, globex, service

  fileprivate var apiKey: String {
    let (organization, role) =
      switch self {
      case .operator: ("", "OPERATOR")
      case .acme: ("acme", "CUSTOMER_ADMINISTRATOR")
      case .reader: ("acme", "READ_ONLY")
      case .globex: ("globex", "CUSTOMER_ADMINISTRATOR")
      case .service: ("", "SERVICE")
      }
    let hash = APIKey.hash(of: rawValue).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return
      "{sha256: \"\(hash.joined())\", principal: keys/\(rawValue), organization: \"\(organization)\", role: \(role)}"
  }

  var options: CallOptions {
    CallOptions(timeout: .seconds(20)).calling(withAPIKey: rawValue)
  }
}

/// What a call is refused with.
func refusal(_ body: () async throws -> Void) async -> RPCError? {
  do {
    try await body()
    return nil
  } catch {
    return error as? RPCError
  }
}
