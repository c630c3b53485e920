import NIOCore
import NIOPosix
import RPC
import Synchronization

/// The connection to one address, made anew with back-off whenever it is lost.
final class Subchannel: Sendable {
  enum Connectivity: Sendable {
    /// Nobody needed it yet.
    case idle
    case connecting
    case ready(ClientConnection)
    /// The last attempt failed; the next one comes by itself.
    case failed(String)
    case closed
  }

  let eventLoop: any EventLoop
  private let host: String
  private let port: Int
  private let tls: ClientTLS?
  private let keepalive: ClientConnection.Keepalive
  private let onChange: @Sendable () -> Void
  private let state = Mutex((connectivity: Connectivity.idle, failures: 0))

  init(
    target: ClientChannel.Target,
    tls: ClientTLS?,
    keepalive: ClientConnection.Keepalive,
    loop: any EventLoop,
    onChange: @escaping @Sendable () -> Void
  ) {
    host = target.host
    port = target.port
    self.tls = tls
    self.keepalive = keepalive
    eventLoop = loop
    self.onChange = onChange
  }

  var connectivity: Connectivity { state.withLock { $0.connectivity } }

  /// Connects if nobody did yet.
  func connectIfIdle() {
    let isFirst = state.withLock { state in
      guard case .idle = state.connectivity else { return false }
      state.connectivity = .connecting
      return true
    }
    if isFirst { connect() }
  }

  func close() {
    let connection = state.withLock { state -> ClientConnection? in
      defer { state.connectivity = .closed }
      if case .ready(let connection) = state.connectivity { return connection }
      return nil
    }
    if let connection { eventLoop.execute { connection.close() } }
  }

  private func connect() {
    let attempt = Attempt()
    ClientBootstrap(group: eventLoop)
      .connectTimeout(.seconds(5))
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try self.configure(channel, attempt) }
      }
      .connect(host: host, port: port)
      .whenFailure { error in self.ended(attempt, ConnectionFailure.explanation(of: error)) }
  }

  /// One try to connect; what comes of an older one is no news.
  private final class Attempt: Sendable {
    let isOver = Mutex(false)
  }

  private func configure(_ channel: any Channel, _ attempt: Attempt) throws {
    let hint = tls == nil ? "; perhaps it wants TLS" : ""
    let connection = try ClientConnection(
      loop: channel.eventLoop,
      authority: "\(host):\(port)",
      scheme: tls == nil ? "http" : "https",
      keepalive: keepalive,
      onReady: { [weak channel] in
        guard let connection = try? channel?.pipeline.syncOperations.handler(type: ClientConnection.self)
        else { return }
        self.ready(connection)
      },
      onClose: { self.ended(attempt, "the connection was closed\(hint)") }
    )
    if let tls {
      let handlers = try tls.handlers(host: host) { self.ended(attempt, $0) }
      try channel.pipeline.syncOperations.addHandlers(handlers)
    }
    try channel.pipeline.syncOperations.addHandler(connection)
    // A server that accepts and then says nothing is as good as none.
    channel.eventLoop.scheduleTask(in: .seconds(10)) {
      if case .connecting = self.connectivity, !attempt.isOver.withLock({ $0 }) {
        channel.close(promise: nil)
      }
    }
  }

  private func ready(_ connection: ClientConnection) {
    let isWanted = state.withLock { state in
      if case .closed = state.connectivity { return false }
      state = (.ready(connection), 0)
      return true
    }
    if isWanted { onChange() } else { connection.close() }
  }

  private func ended(_ attempt: Attempt, _ reason: String) {
    let isNews = attempt.isOver.withLock { isOver in
      defer { isOver = true }
      return !isOver
    }
    guard isNews else { return }
    let delay = state.withLock { state -> TimeAmount? in
      if case .closed = state.connectivity { return nil }
      if case .ready = state.connectivity {
        // It worked until now: try again at once, and only then back off.
        state = (.connecting, 0)
        return .zero
      }
      state = (.failed(reason), state.failures + 1)
      return Self.backoff(failures: state.failures)
    }
    onChange()
    guard let delay else { return }
    eventLoop.scheduleTask(in: delay) { self.reconnect() }
  }

  private func reconnect() {
    let goesOn = state.withLock { state in
      if case .closed = state.connectivity { return false }
      state.connectivity = .connecting
      return true
    }
    if goesOn { connect() }
  }

  /// 100 ms, then 1.6 times more each time up to 5 s, spread by a fifth so that clients do not come in step.
  static func backoff(failures: Int) -> TimeAmount {
    var milliseconds = 100.0
    for _ in 1..<max(2, min(failures, 16)) { milliseconds = min(5_000, milliseconds * 1.6) }
    return .nanoseconds(Int64(milliseconds * Double.random(in: 0.8...1.2) * 1_000_000))
  }
}
