import Logging
import Messages
import RPC
import RPCTransport
import Synchronization
import Telephony
import Testing

@testable import ServiceKit

@Suite struct EventFollowerTests {
  private struct Refused: Error {}

  /// It comes again with every new call: only the first failure is news.
  @Test func anEventThatCannotBeAppliedDoesNotFloodTheLog() async throws {
    let watch = Method(service: "test.Events", name: "Watch", shape: .serverStreaming, access: .public)
    let service = ServiceDefinition(
      name: watch.service,
      methods: [
        .serverStreaming(watch) { (_: InventoryV1.Number, responses: ResponseWriter<InventoryV1.Number>, _) in
          try await responses.write(InventoryV1.Number(name: "numbers/12015550123"))
        }
      ]
    )
    let server = RPCServer(configuration: .init(), services: [service])
    let channel = ClientChannel(targets: [.init(host: "127.0.0.1", port: try await server.start().port ?? 0)])
    let sink = MemorySink()
    let attempts = Mutex(0)
    let (isApplied, tell) = AsyncStream.makeStream(of: Void.self)
    let follower = EventFollower<InventoryV1.Number>(
      name: "numbers",
      cursor: { 0 },
      open: { _ in try await channel.serverStreaming(watch, InventoryV1.Number(), options: CallOptions()) },
      apply: { _ in
        let attempt = attempts.withLock { attempts in
          attempts += 1
          return attempts
        }
        guard attempt > 4 else { throw Refused() }
        tell.yield()
      },
      restart: {},
      liveness: StreamLiveness(),
      clock: SystemClock(),
      logger: Logger(label: "test") { _ in JSONLogHandler(service: "inventory", level: .info, sink: sink) },
      backOff: BackOff(first: .milliseconds(1), longest: .milliseconds(5))
    )
    let task = Task { await follower.run() }
    for await _ in isApplied { break }
    task.cancel()
    await task.value
    channel.close()
    await server.shutdown(gracePeriod: .zero)
    #expect(sink.lines.count { $0.contains("events are not followed") } == 1)
  }
}
