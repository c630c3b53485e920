import HTTP2
import NIOCore
import RPC

/// Joins one socket to one HTTP/2 session and the calls that were made on it.
///
/// `@unchecked Sendable`: it is touched on its channel's event loop only; `ClientCall` and `Subchannel` hop there first.
final class ClientConnection: SessionConnection, @unchecked Sendable {
  private let authority: String
  private let scheme: String
  private let keepalive: Keepalive
  private let onReady: @Sendable () -> Void
  private let onClose: @Sendable () -> Void

  private var calls = StreamTable<ClientCall>()
  /// Whether the server takes no more calls on this connection.
  private(set) var isGoingAway = false
  private var isReady = false
  private var heardSincePing = true
  private var keepaliveTimer: Scheduled<Void>?

  /// How a dead peer is found out.
  struct Keepalive: Sendable {
    var interval = TimeAmount.seconds(30)
    var timeout = TimeAmount.seconds(10)
  }

  init(
    loop: any EventLoop,
    authority: String,
    scheme: String,
    keepalive: Keepalive,
    onReady: @escaping @Sendable () -> Void,
    onClose: @escaping @Sendable () -> Void
  ) throws {
    self.authority = authority
    self.scheme = scheme
    self.keepalive = keepalive
    self.onReady = onReady
    self.onClose = onClose
    super.init(try HTTP2Session(role: .client), loop: loop, writeLimitBytes: 262_144)
  }

  // MARK: - Calls

  /// Starts a call; a connection that is going away or broken refuses it as not processed.
  func start(_ call: ClientCall) {
    eventLoop.preconditionInEventLoop()
    // Cancelled before it began: a stream that nobody ends would stay open.
    guard !call.isOver else { return }
    guard let context, context.channel.isActive, !isGoingAway else {
      return call.connectionLost(Self.lost(authority), notProcessed: true)
    }
    let headers = call.requestHeaders(scheme: scheme, authority: authority).map {
      HeaderField($0.name, $0.value)
    }
    work {
      do {
        let stream = try session.submitRequest(headers)
        calls[stream] = call
        call.started(stream: stream, transport: self)
      } catch {
        // Stream ids are used up (RFC 9113, section 5.1.1): the next call goes by a new connection.
        isGoingAway = true
        call.connectionLost(Self.lost(authority), notProcessed: true)
      }
    }
  }

  private static func lost(_ authority: String) -> RPCError {
    RPCError(
      .unavailable,
      reason: "CONNECTION_LOST",
      message: "The connection to \(authority) broke; try again."
    )
  }

  // MARK: - The socket

  override func received() { heardSincePing = true }

  override func disconnected() {
    isGoingAway = true
    keepaliveTimer?.cancel()
    let open = calls.all
    calls = StreamTable()
    for call in open { call.connectionLost(Self.lost(authority), notProcessed: false) }
    onClose()
  }

  /// Closes now; calls that run end with `UNAVAILABLE`.
  func close() {
    eventLoop.preconditionInEventLoop()
    context?.close(promise: nil)
  }

  // MARK: - Events

  override func handle(_ event: HTTP2Event, _ now: NIODeadline) {
    switch event {
    case .headers(let stream, let fields, let endStream):
      calls[stream]?.receive(
        fields.map { Metadata.Entry(name: $0.name, value: $0.value) },
        endStream: endStream
      )
    case .headersTooLarge(let stream):
      session.reset(stream: stream, errorCode: HTTP2ErrorCode.enhanceYourCalm)
    case .data(let stream, let bytes, let endStream):
      session.consumeConnection(bytes.readableBytes)
      calls[stream]?.receive(bytes, endStream: endStream)
    case .closed(let stream, let errorCode):
      calls.remove(stream)?.closed(errorCode: errorCode, notProcessed: false)
    case .drained(let stream):
      calls[stream]?.drained()
    case .goAway(let lastStream, _):
      goAway(lastStream)
    case .settings:
      becomeReady()
    case .pingAcknowledged:
      break
    }
  }

  private func becomeReady() {
    guard !isReady else { return }
    isReady = true
    scheduleKeepalive()
    onReady()
  }

  /// Calls above `lastStream` were not looked at, and may be made again elsewhere (RFC 9113, section 6.8).
  private func goAway(_ lastStream: Int32) {
    isGoingAway = true
    onClose()
    for stream in calls.streams where stream > lastStream {
      calls.remove(stream)?.connectionLost(Self.lost(authority), notProcessed: true)
    }
  }

  override var hasLoneCall: Bool { calls.count <= 1 }

  override var hasEnded: Bool { isGoingAway && calls.isEmpty }

  // MARK: - Keepalive

  /// Pings when calls wait and nothing was heard for an interval; a peer that does not answer either is dead.
  private func scheduleKeepalive() {
    keepaliveTimer = eventLoop.assumeIsolated().scheduleTask(in: keepalive.interval) { [weak self] in
      guard let self else { return }
      self.session.forgive()
      if self.calls.isEmpty || self.heardSincePing {
        self.heardSincePing = false
        return self.scheduleKeepalive()
      }
      self.work { self.session.ping() }
      self.awaitPong()
    }
  }

  private func awaitPong() {
    keepaliveTimer = eventLoop.assumeIsolated().scheduleTask(in: keepalive.timeout) { [weak self] in
      guard let self else { return }
      if self.heardSincePing { self.scheduleKeepalive() } else { self.close() }
    }
  }
}

extension ClientConnection: ClientTransport {
  func send(_ bytes: ByteBuffer, stream: Int32) -> Int {
    work { session.send(bytes, stream: stream) }
    // Asked after the flush: what has left already will not be reported as drained again.
    return session.queuedBytes(stream: stream)
  }

  func finish(stream: Int32) {
    work { session.finish(stream: stream) }
  }

  func cancel(stream: Int32) {
    work {
      calls[stream] = nil
      session.reset(stream: stream, errorCode: HTTP2ErrorCode.cancel)
    }
  }

  func consumed(_ byteCount: Int, stream: Int32) {
    work { session.consume(byteCount, stream: stream) }
  }
}
