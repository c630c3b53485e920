import Logging
import RPCTransport
import ServiceKit

/// A service under test that answers on a port of its own.
public struct TestService: Sendable {
  /// Calls it.
  public let channel: ClientChannel
  private let service: RunningService

  /// Starts it, and returns when it is healthy.
  public init(
    _ configuration: ServiceConfiguration,
    clock: any WallClock = SystemClock(),
    assemble: @escaping @Sendable (ServiceRuntime) async throws -> ServiceParts
  ) async throws {
    let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    service = try await RunningService.start(
      configuration: configuration,
      logger: silent,
      clock: clock,
      assemble: assemble
    )
    channel = .toThisMachine(service.address.port)
  }

  public func stop() async {
    channel.close()
    await service.stop()
  }
}

extension ClientChannel {
  /// A channel to a port of this machine.
  public static func toThisMachine(_ port: Int?) -> ClientChannel {
    ClientChannel(targets: [.init(host: "127.0.0.1", port: port ?? 0)])
  }
}

/// Runs a body, and what has to follow however it ended.
public func running<Answer>(
  _ body: () async throws -> Answer,
  finally end: () async -> Void
) async throws -> Answer {
  let result: Result<Answer, any Error>
  do { result = .success(try await body()) } catch { result = .failure(error) }
  await end()
  return try result.get()
}
