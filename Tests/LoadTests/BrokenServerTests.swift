import NIOCore
import NIOPosix
import Testing

@testable import Load

/// Speaks just as much HTTP/2 as keeps a client waiting, and does something when requests come.
private final class BrokenServer: ChannelInboundHandler, Sendable {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  enum Fault {
    /// Never answers.
    case silence
    /// Answers no request, says that it goes, and waits for the client to close.
    case goAway
    /// Closes the connection.
    case loss
  }

  private static let settings: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 0, 0]
  /// No request of this connection was looked at, NO_ERROR (RFC 9113, section 6.8).
  private static let goAway: [UInt8] = [0, 0, 8, 7, 0, 0, 0, 0, 0] + Array(repeating: 0, count: 8)

  private let fault: Fault

  init(_ fault: Fault) { self.fault = fault }

  func channelActive(context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: Self.settings)), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    let isRequest = bytes.readableBytesView.lastIndex(of: UInt8(ascii: "{")) != nil
    switch fault {
    case .goAway where isRequest:
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: Self.goAway)), promise: nil)
    case .loss where isRequest: context.close(promise: nil)
    default: break
    }
  }

  /// What a run against such a server measures.
  static func measure(_ plan: LoadPlan, _ fault: Fault) async throws -> LoadResult {
    let group = MultiThreadedEventLoopGroup.singleton
    let server = try await ServerBootstrap(group: group)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(BrokenServer(fault))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let target = LoadTarget(
      host: "127.0.0.1",
      port: server.localAddress?.port ?? 0,
      path: "/test.Load/Note",
      timeout: .milliseconds(100)
    )
    let template = RequestTemplate(message: ByteBuffer(string: "{"))
    let result = try await LoadRun(target: target, plan: plan, template: template).run()
    try await server.close().get()
    return result
  }
}

/// A run whose server breaks ends soon, and tells of every call that it owed.
@Suite(.timeLimit(.minutes(1))) struct BrokenServerTests {
  @Test func whatAServerThatGoesLeavesCounts() async throws {
    let plan = LoadPlan(
      connections: 2,
      streams: 4,
      pace: .openLoop(callsPerSecond: 1_000),
      extent: .time(.seconds(600)),
      warmup: .zero
    )
    for fault in [BrokenServer.Fault.goAway, .loss] {
      let result = try await BrokenServer.measure(plan, fault)
      #expect(result.errors == 600_000, "\(fault)")
      #expect(result.calls > 0 && result.calls <= 8, "\(fault)")
    }
  }

  @Test func aClosedLoopThatIsCutShortIsNotClean() async throws {
    let plan = LoadPlan(connections: 1, streams: 4, extent: .time(.seconds(600)), warmup: .seconds(600))
    #expect(try await BrokenServer.measure(plan, .goAway).errors >= 4)
    #expect(try await BrokenServer.measure(plan, .loss).errors >= 4)
    let counted = LoadPlan(connections: 3, streams: 4, extent: .calls(1_000), warmup: .zero)
    #expect(try await BrokenServer.measure(counted, .goAway).errors == 1_000)
  }

  @Test func callsThatNobodyAnswersEndTheRun() async throws {
    for pace in [LoadPlan.Pace.closedLoop, .openLoop(callsPerSecond: 1_000)] {
      let plan = LoadPlan(connections: 2, streams: 4, pace: pace, extent: .calls(1_000), warmup: .zero)
      #expect(try await BrokenServer.measure(plan, .silence).unanswered == 1_000)
    }
  }
}
