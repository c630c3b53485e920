import NIOCore
import NIOPosix
import RPCTransport

/// Makes calls as planned, and measures them.
public struct LoadRun: Sendable {
  private let target: LoadTarget
  private let plan: LoadPlan
  private let template: RequestTemplate
  private let later: [LoadStep]
  private let onInterval: @Sendable (LoadInterval) -> Void
  /// How often it is looked whether calls are to be given up.
  private static let patienceCheck = TimeAmount.milliseconds(100)

  /// - Parameters:
  ///   - template: requests of the first call.
  ///   - later: the calls that follow on each answer, when it is a journey.
  ///   - onInterval: told of every second as it ends, on a thread that makes calls.
  public init(
    target: LoadTarget,
    plan: LoadPlan,
    template: RequestTemplate,
    later: [LoadStep] = [],
    onInterval: @escaping @Sendable (LoadInterval) -> Void = { _ in }
  ) {
    self.target = target
    self.plan = plan
    self.template = template
    self.later = later
    self.onInterval = onInterval
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
    let threads = group.makeIterator().map {
      LoadThread(loop: $0, recorder: LoadRecorder(steps: 1 + later.count))
    }
    let members = try await connect(threads)
    let timeline = LoadTimeline(threads: threads.count, onInterval: onInterval)
    // A little ahead, so that all begin together.
    let start = Int64(clamping: NIODeadline.now().uptimeNanoseconds) + 5_000_000
    let ticks = threads.map { $0.reportSeconds(to: timeline, from: start) }
    for (index, member) in members.enumerated() {
      let schedule = LoadSchedule(plan, connection: index, start: start)
      member.loop.scheduleTask(deadline: .uptimeNanoseconds(UInt64(start))) {
        member.connection.begin(schedule)
      }
    }
    let patience = scheduleGivingUp(members, start: start)
    for member in members { try await member.finished.get() }
    for task in patience { task.cancel() }
    for tick in ticks { tick.cancel() }
    let total = LoadRecorder(steps: 1 + later.count)
    var rests: [LoadTally] = []
    for thread in threads { rests.append(try await thread.hand(over: total)) }
    let intervals = timeline.finished(
      rests,
      afterSeconds: Double(NIODeadline.now().uptimeNanoseconds) / 1e9 - Double(start) / 1e9
    )
    return LoadResult(
      plan,
      methods: ([target.path] + later.map(\.path)).map { String($0.drop { $0 == "/" }) },
      total,
      measureStart: start + (plan.ramp + plan.warmup).nanoseconds,
      intervals: intervals
    )
  }

  private struct Member: Sendable {
    let loop: any EventLoop
    let connection: LoadConnection
    let finished: EventLoopFuture<Void>
  }

  private func connect(_ threads: [LoadThread]) async throws -> [Member] {
    let journey = PreparedJourney(target, later: later)
    let sequence = SequenceCounter()
    var members: [Member] = []
    for index in 0..<plan.connections {
      let thread = threads[index % threads.count]
      let ready = thread.loop.makePromise(of: Void.self)
      let finished = thread.loop.makePromise(of: Void.self)
      let connection: LoadConnection
      do {
        connection = try LoadConnection(
          requests: RequestSource(template, sequence: sequence),
          journey: journey,
          recorder: thread.recorder,
          streams: plan.streams,
          ready: ready,
          finished: finished
        )
        try await open(connection, on: thread.loop) { ready.fail(TLSFailure(description: $0)) }
        try await ready.futureResult.get()
      } catch {
        ready.fail(error)
        finished.succeed()
        throw LoadFailure.cannotConnect(
          address: "\(target.host):\(target.port)",
          cause: ConnectionFailure.explanation(of: error)
        )
      }
      members.append(Member(loop: thread.loop, connection: connection, finished: finished.futureResult))
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

  private func scheduleGivingUp(_ members: [Member], start: Int64) -> [RepeatedTask] {
    members.map { member in
      member.loop.scheduleRepeatedTask(initialDelay: Self.patienceCheck, delay: Self.patienceCheck) { _ in
        let now = Int64(clamping: NIODeadline.now().uptimeNanoseconds)
        if case .time(let duration) = plan.extent {
          let end = start + (plan.ramp + plan.warmup + duration + target.timeout).nanoseconds
          if now >= end { member.connection.giveUp() }
        } else {
          member.connection.giveUpWhenSilent(for: target.timeout.nanoseconds)
        }
      }
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
