import NIOCore
import RPC
import RPCTransport
import ServiceKit
import Synchronization
import Testing

@testable import GatewayServer

private let ping = Method(service: "test.Backend", name: "Ping", shape: .unary, access: .read)

/// What keeps one caller from the capacity of others, and one service from that of the others.
@Suite struct LimitTests {
  private func withServer(
    _ limits: CallLimits.Amounts,
    _ body: (ClientChannel) async throws -> Void
  ) async throws {
    let keys = ["a", "b"].map { name in
      APIKey(
        hash: APIKey.hash(of: name),
        caller: Caller(principal: "keys/\(name)", organization: "acme", role: .readOnly)
      )
    }
    let server = RPCServer(
      configuration: .init(),
      services: [
        ServiceDefinition(
          name: "test.Backend",
          methods: [.unary(ping) { (request: RawMessage, _) in request }]
        )
      ],
      interceptors: [
        Authentication(trustedSigners: [], apiKeys: keys), CallLimits(limits, metrics: Metrics()),
      ]
    )
    let channel = ClientChannel(targets: [.init(host: "127.0.0.1", port: try await server.start().port ?? 0)])
    try await body(channel)
    channel.close()
    await server.shutdown(gracePeriod: .zero)
  }

  private func call(_ channel: ClientChannel, as key: String) async -> RPCError? {
    do {
      let _: RawMessage = try await channel.unary(
        ping,
        RawMessage("x"),
        options: CallOptions(timeout: .seconds(60)).calling(withAPIKey: key)
      )
      return nil
    } catch {
      return error as? RPCError
    }
  }

  @Test(arguments: [
    (CallLimits.Amounts(callsPerSecond: 1, burst: 2), "RATE_LIMITED"),
    (CallLimits.Amounts(callsPerDay: 2), "QUOTA_EXCEEDED"),
  ])
  func onePrincipalIsLimitedAndTheOtherIsNot(amounts: CallLimits.Amounts, reason: String) async throws {
    try await withServer(amounts) { channel in
      for _ in 0..<2 { #expect(await call(channel, as: "a") == nil) }
      let refused = await call(channel, as: "a")
      #expect(refused?.code == .resourceExhausted && refused?.reason == reason)
      let delays = refused?.details.compactMap { detail -> Int64? in
        if case .retryInfo(let milliseconds) = detail { milliseconds } else { nil }
      }
      #expect(delays?.first ?? 0 > 0)
      #expect(await call(channel, as: "b") == nil)
    }
  }

  @Test func callsThatEndedAreNotUnderWay() async throws {
    try await withServer(.init(callsAtOnce: 1)) { channel in
      for _ in 0..<5 { #expect(await call(channel, as: "a") == nil) }
    }
  }

  @Test func tooManyAtOnceAreRefused() async throws {
    let limits = CallLimits(.init(callsAtOnce: 1), metrics: Metrics())
    let first = ServerContext(method: ping, metadata: [:], deadline: nil, peer: "", startTime: .now())
    let second = ServerContext(method: ping, metadata: [:], deadline: nil, peer: "", startTime: .now())
    for context in [first, second] {
      context.caller = Caller(principal: "keys/a", organization: "acme", role: .readOnly)
    }
    try limits.began(first)
    let refused = #expect(throws: RPCError.self) { try limits.began(second) }
    #expect(refused?.reason == "TOO_MANY_CALLS")
    limits.ended(second, status: .resourceExhausted, durationNanoseconds: 0)
    limits.ended(first, status: .ok, durationNanoseconds: 0)
    try limits.began(second)
  }

  /// A slow service takes its own places only.
  @Test func aFullServiceIsRefusedWithoutWaiting() async throws {
    let gate = ServiceGate(service: "slow", .init(calls: 1, streams: 1))
    let (entered, enter) = AsyncStream.makeStream(of: Void.self)
    let (left, leave) = AsyncStream.makeStream(of: Void.self)
    let slow = Task {
      try await gate.run(.unary, deadline: nil) {
        enter.finish()
        for await _ in left {}
      }
    }
    for await _ in entered {}
    let refused = await #expect(throws: RPCError.self) { try await gate.run(.unary, deadline: nil) {} }
    #expect(refused?.reason == "SERVICE_BUSY" && refused?.code == .unavailable)
    // Streams have places of their own.
    try await gate.run(.serverStreaming, deadline: nil) {}
    leave.finish()
    try await slow.value
    try await gate.run(.unary, deadline: nil) {}
  }

  /// What cannot be reached fails at once after a while; a short deadline of one caller cuts nobody off.
  @Test func aServiceThatDoesNotAnswerIsGivenUpForAMoment() async throws {
    let gate = ServiceGate(service: "gone", .init(calls: 10, streams: 10))
    let late = RPCError(.deadlineExceeded, reason: "DEADLINE_EXCEEDED", message: "Late.")
    for _ in 0..<20 {
      _ = try? await gate.run(.unary, deadline: .after(.milliseconds(100))) { throw late }
    }
    try await gate.run(.unary, deadline: nil) {}
    let gone = RPCError(.unavailable, reason: "NO_CONNECTION", message: "Gone.")
    for _ in 0..<10 { _ = try? await gate.run(.unary, deadline: nil) { throw gone } }
    let calls = Mutex(0)
    let refused = await #expect(throws: RPCError.self) {
      try await gate.run(.unary, deadline: nil) { calls.withLock { $0 += 1 } }
    }
    #expect(refused?.reason == "SERVICE_UNAVAILABLE" && calls.withLock { $0 } == 0)
  }
}
