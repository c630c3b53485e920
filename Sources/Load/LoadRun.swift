import HTTP2
import NIOCore
import NIOPosix
import RPCTransport
import Synchronization

/// Makes calls as planned, and measures them.
public struct LoadRun: Sendable {
  private let target: LoadTarget
  private let plan: LoadPlan
  private let template: RequestTemplate
  private let followUp: FollowUp?

  public init(
    target: LoadTarget,
    plan: LoadPlan,
    template: RequestTemplate,
    followUp: FollowUp? = nil
  ) {
    self.target = target
    self.plan = plan
    self.template = template
    self.followUp = followUp
  }

  /// Runs the plan to its end; calls that are not answered within the target's timeout after it are given up.
  public func run() async throws -> LoadResult {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: plan.threads)
    do {
      let result = try await run(on: group)
      try await group.shutdownGracefully()
      return result
    } catch {
      try? await group.shutdownGracefully()
      throw error
    }
  }

  private func run(on group: MultiThreadedEventLoopGroup) async throws -> LoadResult {
    let members = try await connect(on: group)
    // A little ahead, so that all begin together.
    let start = Int64(clamping: NIODeadline.now().uptimeNanoseconds) + 5_000_000
    for (index, member) in members.enumerated() {
      let schedule = LoadSchedule(plan, connection: index, start: start)
      member.loop.scheduleTask(deadline: .uptimeNanoseconds(UInt64(start))) {
        member.connection.begin(schedule)
      }
    }
    let patience = scheduleGivingUp(members, start: start)
    for member in members { try await member.finished.get() }
    patience?.cancel()
    let total = LoadRecorder()
    for recorder in Dictionary(
      members.map { (ObjectIdentifier($0.recorder), $0.recorder) },
      uniquingKeysWith: { $1 }
    )
    .values { total.add(recorder) }
    return LoadResult(plan, total, measureStart: start + plan.warmup.nanoseconds)
  }

  private struct Member: Sendable {
    let loop: any EventLoop
    let connection: LoadConnection
    let recorder: LoadRecorder
    let finished: EventLoopFuture<Void>
  }

  private func connect(on group: MultiThreadedEventLoopGroup) async throws -> [Member] {
    let headers = PreparedHeaders(requestHeaders(path: target.path))
    let followed = followUp.map { FollowedCalls($0, headers: PreparedHeaders(requestHeaders(path: $0.path))) }
    let sequence = SequenceCounter()
    let recorders = Dictionary(
      uniqueKeysWithValues: group.makeIterator().map { (ObjectIdentifier($0), LoadRecorder()) }
    )
    var members: [Member] = []
    for _ in 0..<plan.connections {
      let loop = group.next()
      let recorder = recorders[ObjectIdentifier(loop)] ?? LoadRecorder()
      let ready = loop.makePromise(of: Void.self)
      let finished = loop.makePromise(of: Void.self)
      let connection: LoadConnection
      do {
        connection = try LoadConnection(
          headers: headers,
          requests: RequestSource(template, sequence: sequence),
          followed: followed,
          recorder: recorder,
          streams: plan.streams,
          ready: ready,
          finished: finished
        )
        try await open(connection, on: loop) { ready.fail(TLSFailure(description: $0)) }
        try await ready.futureResult.get()
      } catch {
        ready.fail(error)
        finished.succeed()
        throw LoadFailure.cannotConnect(
          address: "\(target.host):\(target.port)",
          cause: ConnectionFailure.explanation(of: error)
        )
      }
      members.append(
        Member(loop: loop, connection: connection, recorder: recorder, finished: finished.futureResult)
      )
    }
    return members
  }

  private func open(
    _ connection: LoadConnection,
    on loop: any EventLoop,
    onSecurityFailure: @escaping @Sendable (String) -> Void
  ) async throws {
    _ = try await ClientBootstrap(group: loop)
      .connectTimeout(.seconds(5))
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls = target.tls {
            let handlers = try tls.handlers(host: target.host, onFailure: onSecurityFailure)
            try channel.pipeline.syncOperations.addHandlers(handlers)
          }
          try channel.pipeline.syncOperations.addHandler(connection)
        }
      }
      .connect(host: target.host, port: target.port).get()
  }

  private func requestHeaders(path: String) -> [HeaderField] {
    [
      HeaderField(":method", "POST"),
      HeaderField(":scheme", target.tls == nil ? "http" : "https"),
      HeaderField(":path", path),
      HeaderField(":authority", "\(target.host):\(target.port)"),
      HeaderField("te", "trailers"),
      HeaderField("content-type", "application/grpc"),
      HeaderField("user-agent", "trunkline-load/1"),
      HeaderField("grpc-timeout", "\(max(1, target.timeout.nanoseconds / 1_000_000))m"),
    ] + target.metadata.map { HeaderField($0.name, $0.value) }
  }

  private func scheduleGivingUp(_ members: [Member], start: Int64) -> Scheduled<Void>? {
    guard case .time(let duration) = plan.extent, let loop = members.first?.loop else { return nil }
    let end = start + (plan.warmup + duration + target.timeout).nanoseconds
    return loop.scheduleTask(deadline: .uptimeNanoseconds(UInt64(clamping: end))) {
      for member in members { member.loop.execute { member.connection.giveUp() } }
    }
  }
}

/// Why the connection could not be made safe.
private struct TLSFailure: Error, CustomStringConvertible {
  let description: String
}

/// Why a run could not begin.
public enum LoadFailure: Error, Sendable, CustomStringConvertible {
  case cannotConnect(address: String, cause: String)

  public var description: String {
    switch self {
    case .cannotConnect(let address, let cause):
      "\(address) cannot be reached: \(cause)."
    }
  }
}
