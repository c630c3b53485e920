import Messages
import RPC
import RPCTransport
import Synchronization
import Testing

@testable import trunkline

/// Goes away before anything happens, and has nothing for whoever comes again.
private final class Restarting: GatewayV1.EventService {
  let cursors = Mutex<[Int64]>([])

  func watchOrganizationEvents(
    _ request: GatewayV1.WatchOrganizationEventsRequest,
    responses: ResponseWriter<GatewayV1.OrganizationEvent>,
    context: ServerContext
  ) async throws {
    let calls = cursors.withLock { cursors in
      cursors.append(request.cursor)
      return cursors.count
    }
    throw calls < 2 ? RPCError(.unavailable, message: "going away") : RPCError(.notFound, message: "gone")
  }

  func listOrganizationEvents(
    _ request: GatewayV1.ListOrganizationEventsRequest,
    context: ServerContext
  ) async throws -> GatewayV1.ListOrganizationEventsResponse {
    .init()
  }
}

@Suite struct WatchEventsTests {
  private func watch(_ port: Int, _ arguments: [String]) async throws -> StatusCode? {
    let command = try WatchEvents.parse(["--gateway", "127.0.0.1:\(port)"] + arguments)
    return await #expect(throws: RPCError.self) { try await command.run() }?.code
  }

  @Test(arguments: [([], -1), (["--after", "0"], 0), (["--after", "7"], 7)] as [([String], Int64)])
  func aConnectionThatIsLostGoesOnBeforeAnyEventCame(arguments: [String], cursor: Int64) async throws {
    let service = Restarting()
    let server = RPCServer(configuration: .init(), services: [service.definition])
    let port = try await server.start().port ?? 0
    #expect(try await watch(port, arguments) == .notFound)
    #expect(service.cursors.withLock { $0 } == [cursor, cursor])
    await server.shutdown(gracePeriod: .zero)
  }

  @Test func whatWasNeverThereIsAnError() async throws {
    let listener = Listener()
    let port = try await listener.start()
    listener.stop()
    #expect(try await watch(port, ["--after", "7"]) == .unavailable)
  }
}
