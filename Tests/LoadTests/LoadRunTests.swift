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
  let tries = Mutex<[String: Int]>([:])

  func definition() -> ServiceDefinition {
    func method(_ name: String, shape: Method.Shape = .unary, immediate: Bool = false) -> Method {
      Method(service: "test.Load", name: name, shape: shape, access: .public, isImmediate: immediate)
    }
    return ServiceDefinition(
      name: "test.Load",
      methods: [
        .immediate(method("Note", immediate: true)) { (request: RawMessage, context: ServerContext) in
          self.requests.withLock { $0.append(String(buffer: request.bytes)) }
          _ = self.authorizations.withLock { $0.insert(context.metadata["authorization"] ?? "") }
          return request
        },
        .serverStreaming(method("Twice", shape: .serverStreaming)) {
          (request: RawMessage, responses: ResponseWriter<RawMessage>, _) in
          for word in ["first", "second"] {
            var answer = RawMessage()
            answer.bytes = ByteBuffer(string: "\(word) \(String(buffer: request.bytes))")
            try await responses.write(answer)
          }
        },
        .unary(method("ThirdTime")) { (request: RawMessage, _: ServerContext) -> RawMessage in
          let count = self.tries.withLock { tries in
            tries[String(buffer: request.bytes), default: 0] += 1
            return tries[String(buffer: request.bytes)] ?? 0
          }
          guard count == 3 else { throw RPCError(.notFound, message: "not yet") }
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
    later: [LoadStep] = [],
    onInterval: @escaping @Sendable (LoadInterval) -> Void = { _ in }
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
    let run = LoadRun(target: target, plan: plan, template: template, later: later, onInterval: onInterval)
    let result = try await run.run()
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

  @Test func callsFollowOnEachAnswer() async throws {
    let seen = Seen()
    let plan = LoadPlan(connections: 2, streams: 4, extent: .calls(200), warmup: .zero)
    let second = LoadStep(path: "/test.Load/Note") { answers in
      ByteBuffer(string: "after " + String(buffer: answers[0]))
    }
    let third = LoadStep(path: "/test.Load/Twice") { answers in
      ByteBuffer(string: "\(String(buffer: answers[0])) and \(String(buffer: answers[1]))")
    }
    let fourth = LoadStep(path: "/test.Load/Note") { answers in
      ByteBuffer(string: "last " + String(buffer: answers[2]))
    }
    let result = try await run("Note", plan, seen: seen, later: [second, third, fourth])
    #expect(result.calls == 200)
    #expect(result.isClean)
    #expect(
      result.steps.map(\.method) == ["test.Load/Note", "test.Load/Note", "test.Load/Twice", "test.Load/Note"]
    )
    #expect(result.steps.allSatisfy { $0.latencyMicroseconds.max <= result.latencyMicroseconds.max })
    let requests = Set(seen.requests.withLock { $0 })
    let first = requests.filter { !$0.hasPrefix("after") && !$0.hasPrefix("last") }
    #expect(first.count == 200)
    #expect(requests.count == 600)
    #expect(first.allSatisfy { requests.contains("last second \($0) and after \($0)") })
  }

  @Test func aLaterCallIsRepeatedUntilItMayBe() async throws {
    let seen = Seen()
    let plan = LoadPlan(connections: 1, streams: 2, extent: .calls(20), warmup: .zero)
    let later = LoadStep(path: "/test.Load/ThirdTime", repeatsOn: [.notFound]) { $0[0] }
    let result = try await run("Note", plan, seen: seen, later: [later])
    #expect(result.isClean)
    #expect(result.calls == 20)
    #expect(seen.tries.withLock { $0.values.allSatisfy { $0 == 3 } })
  }

  @Test(.timeLimit(.minutes(1)))
  func aLaterCallThatCannotBeRepeatedMakesWayForTheNext() async throws {
    let made = Mutex(0)
    let later = LoadStep(path: "/test.Load/ThirdTime", repeatsOn: [.notFound]) { answers in
      made.withLock { made in
        made += 1
        return made.isMultiple(of: 2) ? nil : answers[0]
      }
    }
    let plan = LoadPlan(connections: 1, streams: 1, extent: .calls(3), warmup: .zero)
    let result = try await run("Note", plan, later: [later])
    #expect(result.statuses.map(\.reason) == ["ANSWER_DOES_NOT_FIT"] && result.calls == 3)
  }

  @Test func aLaterCallThatFailsIsNamed() async throws {
    let plan = LoadPlan(connections: 1, streams: 1, extent: .calls(3), warmup: .zero)
    let refused = try await run("Note", plan, later: [LoadStep(path: "/test.Load/Refuse") { $0[0] }])
    #expect(
      refused.statuses
        == [.init(code: "RESOURCE_EXHAUSTED", reason: "TOO_MUCH", count: 3, method: "test.Load/Refuse")]
    )
    let misfit = try await run("Note", plan, later: [LoadStep(path: "/test.Load/Note") { _ in nil }])
    #expect(
      misfit.statuses
        == [.init(code: "UNKNOWN", reason: "ANSWER_DOES_NOT_FIT", count: 3, method: "test.Load/Note")]
    )
  }

  @Test func everySecondIsToldAndKept() async throws {
    let told = Mutex<[LoadInterval]>([])
    let plan = LoadPlan(
      connections: 2,
      streams: 1,
      pace: .openLoop(callsPerSecond: 200),
      extent: .time(.milliseconds(600)),
      warmup: .milliseconds(500),
      threads: 2
    )
    let result = try await run("Note", plan) { interval in told.withLock { $0.append(interval) } }
    // The rest of the last second is told as well when the run ends late.
    let seconds = told.withLock { $0 }
    #expect(!seconds.isEmpty && result.intervals.starts(with: seconds))
    #expect(result.intervals.map(\.beginSeconds) == [0, 1])
    #expect(result.intervals.reduce(0) { $0 + $1.calls } == 220)
    #expect(result.calls == 120)
    #expect(result.measuredFromSeconds == 0.5)
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
