import NIOCore
import NIOPosix
import RPC
import Synchronization

/// Makes calls on the servers at some addresses, which are all the same service: spreads them, reconnects with back-off,
/// and tries again what is safe to.
public final class ClientChannel: RPCChannel {
  /// Address of a server.
  public struct Target: Sendable, Hashable {
    public var host: String
    public var port: Int

    public init(host: String, port: Int) {
      self.host = host
      self.port = port
    }

    /// Reads `host:port`, also `[::1]:port`.
    public init?(_ text: String) {
      guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
        (1...65_535).contains(port), colon > text.startIndex
      else { return nil }
      self.init(host: String(text[..<colon].trimmingPrefix("[").replacing("]", with: "")), port: port)
    }
  }

  public struct Configuration: Sendable {
    public var tls: ClientTLS?
    /// Whether `UNAVAILABLE` is tried again, within the budget.
    public var retriesUnavailable = true
    public var keepaliveInterval = Duration.seconds(30)
    public var keepaliveTimeout = Duration.seconds(10)

    public init(tls: ClientTLS? = nil) {
      self.tls = tls
    }
  }

  private struct State {
    var next = 0
    var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    var waiterCount = 0
    var isClosed = false
  }

  private let configuration: Configuration
  private let budget = RetryBudget()
  private let state = Mutex(State())
  // Written once, in `init`, before anybody else can see the channel.
  private let subchannels: Mutex<[Subchannel]>
  private let targets: [Target]

  /// - Parameters:
  ///   - targets: where the servers are; calls go to them in turn.
  ///   - group: threads to work on; each has a connection of its own to each target. The handlers of a server make
  ///     calls without a change of thread on its own group.
  public init(
    targets: [Target],
    configuration: Configuration = Configuration(),
    group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
  ) {
    self.configuration = configuration
    self.targets = targets
    subchannels = Mutex([])
    let keepalive = ClientConnection.Keepalive(
      interval: TimeAmount(configuration.keepaliveInterval),
      timeout: TimeAmount(configuration.keepaliveTimeout)
    )
    var made: [Subchannel] = []
    for loop in group.makeIterator() {
      for target in targets {
        made.append(
          Subchannel(target: target, tls: configuration.tls, keepalive: keepalive, loop: loop) {
            [weak self] in
            self?.wakeWaiters()
          }
        )
      }
    }
    subchannels.withLock { $0 = made }
  }

  /// Closes all connections; calls that run end with `UNAVAILABLE`.
  public func close() {
    state.withLock { $0.isClosed = true }
    for subchannel in subchannels.withLock({ $0 }) { subchannel.close() }
    wakeWaiters()
  }

  // MARK: - Calls

  public func unary(_ method: Method, message: ByteBuffer, options: CallOptions) async throws -> UnaryReply {
    var attempt = 1
    while true {
      let connection = try await connection(for: method, options)
      let call = ClientCall(method: method, options: options, eventLoop: connection.eventLoop)
      do {
        let reply = try await exchange(message, call, connection)
        budget.succeeded()
        return reply
      } catch let error as RPCError {
        guard try await mayRetry(error, call, attempt, options) else { throw error }
        attempt += 1
      }
    }
  }

  private func exchange(
    _ message: ByteBuffer,
    _ call: ClientCall,
    _ connection: ClientConnection
  ) async throws -> UnaryReply {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        connection.onLoop {
          connection.start(call)
          call.exchange(message, continuation)
        }
      }
    } onCancel: {
      call.cancel()
    }
  }

  public func open(_ method: Method, options: CallOptions) async throws -> any ClientStream {
    let connection = try await connection(for: method, options)
    let call = ClientCall(method: method, options: options, eventLoop: connection.eventLoop)
    connection.onLoop { connection.start(call) }
    return call
  }

  /// Only what the server did not do, or said that it could not do, is tried again (AIP-194); and what only reads.
  private func mayRetry(_ error: RPCError, _ call: ClientCall, _ attempt: Int, _ options: CallOptions)
    async throws -> Bool
  {
    guard error.code == .unavailable, attempt < RetryBudget.maxAttempts, !Task.isCancelled else {
      return false
    }
    let isSafe = call.method.access == .read || call.wasNotProcessed || error.reason != "CONNECTION_LOST"
    guard isSafe, configuration.retriesUnavailable, budget.failed() else { return false }
    var delay = RetryBudget.delay(retry: attempt)
    if let pushback = error.metadata["grpc-retry-pushback-ms"] {
      guard let milliseconds = Int64(pushback), milliseconds >= 0 else { return false }
      delay = .milliseconds(milliseconds)
    }
    if let deadline = options.deadline, deadline.remaining < TimeAmount(delay) { return false }
    try await Task.sleep(for: delay)
    return true
  }

  // MARK: - Connections

  private func connection(for method: Method, _ options: CallOptions) async throws -> ClientConnection {
    while true {
      if let deadline = options.deadline, deadline.hasPassed {
        throw RPCError(
          .deadlineExceeded,
          reason: "DEADLINE_EXCEEDED",
          message: "The deadline passed before \(method.path) could be called."
        )
      }
      if let ready = pick() { return ready }
      if state.withLock({ $0.isClosed }) {
        throw RPCError(.unavailable, reason: "CHANNEL_CLOSED", message: "The channel was closed.")
      }
      if !options.waitsForReady, let reason = failure() {
        throw RPCError(
          .unavailable,
          reason: "NO_CONNECTION",
          message: "\(addresses) cannot be reached: \(reason)."
        )
      }
      await change(before: options.deadline)
      try Task.checkCancellation()
    }
  }

  private var addresses: String { targets.map { "\($0.host):\($0.port)" }.joined(separator: ", ") }

  /// A ready connection, on this very thread if there is one, else in turn.
  private func pick() -> ClientConnection? {
    let all = subchannels.withLock { $0 }
    let start = state.withLock { state in
      state.next &+= 1
      return state.next
    }
    var elsewhere: ClientConnection?
    for offset in all.indices {
      let subchannel = all[(start &+ offset) % all.count]
      switch subchannel.connectivity {
      case .ready(let connection):
        if subchannel.eventLoop.inEventLoop { return connection }
        if elsewhere == nil { elsewhere = connection }
      case .idle: subchannel.connectIfIdle()
      default: break
      }
    }
    return elsewhere
  }

  /// Why nothing can be reached; nil while an attempt goes on.
  private func failure() -> String? {
    var reason = "no address is configured"
    for subchannel in subchannels.withLock({ $0 }) {
      guard case .failed(let why) = subchannel.connectivity else { return nil }
      reason = why
    }
    return reason
  }

  private func change(before deadline: Deadline?) async {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    await withCheckedContinuation { continuation in
      let id = state.withLock { state in
        state.waiterCount += 1
        state.waiters[state.waiterCount] = continuation
        return state.waiterCount
      }
      // Woken in any case before long, should the change have come between `pick` and here.
      let limit = NIODeadline.now() + .milliseconds(50)
      loop.scheduleTask(deadline: min(deadline?.instant ?? limit, limit)) {
        self.state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
      }
    }
  }

  private func wakeWaiters() {
    let waiting = state.withLock { state in
      defer { state.waiters = [:] }
      return Array(state.waiters.values)
    }
    for waiter in waiting { waiter.resume() }
  }
}

extension ClientConnection {
  func onLoop(_ body: @escaping @Sendable () -> Void) {
    if eventLoop.inEventLoop { body() } else { eventLoop.execute(body) }
  }
}
