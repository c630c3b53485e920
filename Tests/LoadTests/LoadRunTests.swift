import NIOCore
import Protobuf
import RPC
import RPCTransport
import Synchronization
import Testing

@testable import Load

/// A message that is its bytes.
private struct RawMessage: ProtobufMessage {
  static let fullName = "test.Raw"
  var bytes = ByteBuffer()

  init() {}
  init(serialized: ByteBuffer) throws(WireError) { bytes = serialized }
  func serialize(into buffer: inout ByteBuffer) { buffer.writeImmutableBuffer(bytes) }
}

/// What a server saw.
private final class Seen: Sendable {
  let requests = Mutex<[String]>([])
  let authorizations = Mutex<Set<String>>([])

  func definition() -> ServiceDefinition {
    func method(_ name: String, immediate: Bool = false) -> Method {
      Method(service: "test.Load", name: name, shape: .unary, access: .public, isImmediate: immediate)
    }
    return ServiceDefinition(
      name: "test.Load",
      methods: [
        .immediate(method("Note", immediate: true)) { (request: RawMessage, context: ServerContext) in
          self.requests.withLock { $0.append(String(buffer: request.bytes)) }
          _ = self.authorizations.withLock { $0.insert(context.metadata["authorization"] ?? "") }
          return request
        },
        .unary(method("Refuse")) { (_: RawMessage, context: ServerContext) -> RawMessage in
          guard context.deadline != nil else { throw RPCError(.internal, message: "no deadline") }
          throw RPCError(.resourceExhausted, reason: "TOO_MUCH", message: "no")
        },
      ]
    )
  }
}

@Suite struct LoadRunTests {
  private func run(
    _ method: String,
    _ plan: LoadPlan,
    seen: Seen = Seen(),
    followUp: FollowUp? = nil
  ) async throws -> LoadResult {
    let server = RPCServer(configuration: .init(), services: [seen.definition()])
    let port = try await server.start().port ?? 0
    var random = SystemRandomNumberGenerator()
    let target = LoadTarget(
      host: "127.0.0.1",
      port: port,
      path: "/test.Load/\(method)",
      metadata: [("authorization", "Bearer secret")]
    )
    let template = try RequestTemplate(compiling: "{{sequence}} {{uuid}}", using: &random) {
      ByteBuffer(string: $0)
    }
    let result = try await LoadRun(target: target, plan: plan, template: template, followUp: followUp)
      .run()
    await server.shutdown(gracePeriod: .seconds(1))
    return result
  }

  @Test func closedLoopMakesEveryCallOnce() async throws {
    let seen = Seen()
    let plan = LoadPlan(connections: 3, streams: 4, extent: .calls(2_000), warmup: .zero)
    let result = try await run("Note", plan, seen: seen)
    #expect(result.calls == 2_000)
    #expect(result.statuses == [.init(code: "OK", reason: "", count: 2_000)])
    #expect(result.isClean)
    #expect(result.latencyMicroseconds.p50 > 0)
    #expect(result.latencyMicroseconds.max >= result.latencyMicroseconds.p99)
    #expect(Set(seen.requests.withLock { $0 }).count == 2_000)
    #expect(seen.authorizations.withLock { $0 } == ["Bearer secret"])
  }

  @Test func aCallFollowsOnEachAnswer() async throws {
    let seen = Seen()
    let plan = LoadPlan(connections: 2, streams: 4, extent: .calls(200), warmup: .zero)
    let followUp = FollowUp(path: "/test.Load/Note") { answer in
      ByteBuffer(string: "after " + String(buffer: answer))
    }
    let result = try await run("Note", plan, seen: seen, followUp: followUp)
    #expect(result.calls == 200)
    let requests = Set(seen.requests.withLock { $0 })
    #expect(requests.count == 400)
    #expect(requests.filter { !$0.hasPrefix("after") }.allSatisfy { requests.contains("after \($0)") })
  }

  @Test func anAnswerThatDoesNotFitIsCounted() async throws {
    let plan = LoadPlan(connections: 1, streams: 1, extent: .calls(3), warmup: .zero)
    let result = try await run("Note", plan, followUp: FollowUp(path: "/test.Load/Note") { _ in nil })
    #expect(result.statuses == [.init(code: "UNKNOWN", reason: "ANSWER_DOES_NOT_FIT", count: 3)])
  }

  @Test func openLoopMakesEveryCallOnce() async throws {
    let seen = Seen()
    let plan = LoadPlan(
      connections: 2,
      streams: 8,
      pace: .openLoop(callsPerSecond: 5_000),
      extent: .calls(500),
      warmup: .zero
    )
    let result = try await run("Note", plan, seen: seen)
    #expect(result.calls == 500)
    #expect(seen.requests.withLock { $0.count } == 500)
    #expect(result.seconds >= 0.09)
    #expect(result.targetCallsPerSecond == 5_000)
  }

  @Test func warmUpIsNotMeasured() async throws {
    let seen = Seen()
    let plan = LoadPlan(
      connections: 1,
      streams: 2,
      extent: .calls(200),
      warmup: .milliseconds(200)
    )
    let result = try await run("Note", plan, seen: seen)
    #expect(result.calls == 200)
    #expect(seen.requests.withLock { $0.count } > 200)
    #expect(result.unanswered == 0)
  }

  @Test func refusalsAreCountedByReason() async throws {
    let result = try await run(
      "Refuse",
      LoadPlan(connections: 2, streams: 2, extent: .calls(50), warmup: .zero)
    )
    #expect(result.statuses == [.init(code: "RESOURCE_EXHAUSTED", reason: "TOO_MUCH", count: 50)])
    #expect(!result.isClean)
  }

  @Test func nobodyListening() async throws {
    let target = LoadTarget(host: "127.0.0.1", port: 1, path: "/test.Load/Note")
    let run = LoadRun(target: target, plan: LoadPlan(), template: RequestTemplate(message: ByteBuffer()))
    await #expect(throws: LoadFailure.self) { try await run.run() }
  }
}
