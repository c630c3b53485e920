import HTTP2
import NIOCore
import NIOPosix
import NIOSSL
import RPC
import Synchronization

/// Serves gRPC on one port.
public final class RPCServer: Sendable {
  public struct Configuration: Sendable {
    public var host = "127.0.0.1"
    /// 0 lets the system choose.
    public var port = 0
    /// Threads that serve connections.
    public var eventLoops = 1
    public var tls: ServerTLS?
    public var limits = ConnectionLimits()

    public init(host: String = "127.0.0.1", port: Int = 0, eventLoops: Int = 1, tls: ServerTLS? = nil) {
      self.host = host
      self.port = port
      self.eventLoops = eventLoops
      self.tls = tls
    }
  }

  private struct State {
    var listener: (any Channel)?
    var connections: [ObjectIdentifier: any ServedConnection] = [:]
    var drained: [CheckedContinuation<Void, Never>] = []
    var isShuttingDown = false
  }

  private let configuration: Configuration
  private let router: ServiceRouter
  private let interceptors: [any ServerInterceptor]
  private let transcoder: (any Transcoder)?
  private let group: MultiThreadedEventLoopGroup
  private let ownsGroup: Bool
  private let state = Mutex(State())

  /// - Parameters:
  ///   - interceptors: called in this order at the beginning and at the end of each call.
  ///   - transcoder: takes what is not gRPC, also over HTTP/1.1; without it that is refused.
  ///   - group: threads to serve on, which the caller ends after the server has been shut down; the server has its
  ///     own when nil.
  public init(
    configuration: Configuration,
    services: [ServiceDefinition],
    interceptors: [any ServerInterceptor] = [],
    transcoder: (any Transcoder)? = nil,
    group: MultiThreadedEventLoopGroup? = nil
  ) {
    self.configuration = configuration
    self.router = ServiceRouter(services)
    self.interceptors = interceptors
    self.transcoder = transcoder
    ownsGroup = group == nil
    self.group = group ?? MultiThreadedEventLoopGroup(numberOfThreads: configuration.eventLoops)
  }

  /// What is spoken here, by their names in ALPN.
  private var protocols: [String] { transcoder == nil ? ["h2"] : ["h2", "http/1.1"] }

  /// The threads of the server, for clients that handlers call others with.
  public var eventLoopGroup: MultiThreadedEventLoopGroup { group }

  /// Listens.
  /// - Returns: the address, with the port that was chosen.
  public func start() async throws -> SocketAddress {
    var certificates: ServerCertificates?
    if let tls = configuration.tls { certificates = try ServerCertificates(tls, protocols) }
    let tls = certificates
    let loops = Dictionary(
      uniqueKeysWithValues: group.makeIterator().map { (ObjectIdentifier($0), ServingLoop($0)) }
    )
    let listener = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1_024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(
        .recvAllocator,
        value: AdaptiveRecvByteBufferAllocator(minimum: 1_024, initial: 4_096, maximum: 65_536)
      )
      .childChannelOption(
        .writeBufferWaterMark,
        value: .init(
          low: configuration.limits.socketHighWaterBytes / 4,
          high: configuration.limits.socketHighWaterBytes
        )
      )
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try self.accept(channel, tls, loops[ObjectIdentifier(channel.eventLoop)])
        }
      }
      .bind(host: configuration.host, port: configuration.port).get()
    state.withLock { $0.listener = listener }
    guard let address = listener.localAddress else { throw ChannelError.unknownLocalAddress }
    return address
  }

  private func accept(_ channel: any Channel, _ tls: ServerCertificates?, _ loop: ServingLoop?) throws {
    guard let loop else { throw ChannelError.operationUnsupported }
    let pipeline = channel.pipeline.syncOperations
    if let tls {
      try pipeline.addHandler(NIOSSLServerHandler(context: tls.context()))
      if let callers = tls.callerGuard { try pipeline.addHandler(callers) }
      try pipeline.addHandler(ALPNGuard(accepting: protocols))
    }
    guard let transcoder else { return try serveHTTP2(channel, loop) }
    let choice = ProtocolChoice(
      channel.eventLoop,
      timeout: configuration.limits.handshakeTimeout,
      onChoice: { choice, chosen in
        self.closed(choice)
        switch chosen {
        case .http1: try self.serveHTTP1(channel, loop, transcoder)
        case .http2: try self.serveHTTP2(channel, loop)
        }
      },
      onClose: { [weak self] in self?.closed($0) }
    )
    try welcome(choice)
    try pipeline.addHandler(choice)
  }

  private func serveHTTP2(_ channel: any Channel, _ loop: ServingLoop) throws {
    let connection = try ServerConnection(
      loop: channel.eventLoop,
      executor: loop.executor,
      replies: loop.replies,
      router: router,
      transcoder: transcoder,
      interceptors: interceptors,
      limits: configuration.limits,
      onClose: { [weak self] in self?.closed($0) }
    )
    try welcome(connection)
    try channel.pipeline.syncOperations.addHandler(connection)
  }

  private func serveHTTP1(_ channel: any Channel, _ loop: ServingLoop, _ transcoder: any Transcoder) throws {
    let host = HTTP1Host(
      channel.eventLoop,
      executor: loop.executor,
      replies: loop.replies,
      interceptors: interceptors
    )
    let connection = HTTP1Connection(
      host,
      router: router,
      transcoder: transcoder,
      limits: configuration.limits,
      onClose: { [weak self] in self?.closed($0) }
    )
    try welcome(connection)
    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
    try channel.pipeline.syncOperations.addHandler(connection)
  }

  private func welcome(_ connection: any ServedConnection) throws {
    let isWelcome = state.withLock { state in
      guard !state.isShuttingDown, state.connections.count < configuration.limits.maxConnections else {
        return false
      }
      state.connections[ObjectIdentifier(connection)] = connection
      return true
    }
    guard isWelcome else { throw ChannelError.operationUnsupported }
  }

  private func closed(_ connection: any ServedConnection) {
    let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      state.connections[ObjectIdentifier(connection)] = nil
      guard state.connections.isEmpty else { return [] }
      defer { state.drained = [] }
      return state.drained
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Connections that are open now.
  public var connectionCount: Int { state.withLock { $0.connections.count } }

  /// Stops: no new connections, no new calls (GOAWAY), and those that run are ended after the grace period. Only the
  /// first call does it; later ones return at once.
  public func shutdown(gracePeriod: Duration) async {
    let open = state.withLock { state -> (listener: (any Channel)?, connections: [any ServedConnection])? in
      guard !state.isShuttingDown else { return nil }
      state.isShuttingDown = true
      return (state.listener, Array(state.connections.values))
    }
    guard let open else { return }
    try? await open.listener?.close()
    for connection in open.connections { connection.eventLoop.execute { connection.beginDraining() } }
    let deadline = group.next().scheduleTask(in: TimeAmount(gracePeriod)) { self.terminateAll() }
    await drained()
    deadline.cancel()
    if ownsGroup { try? await group.shutdownGracefully() }
  }

  private func drained() async {
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if !state.connections.isEmpty { state.drained.append(continuation) }
        return state.connections.isEmpty
      }
      if isDone { continuation.resume() }
    }
  }

  private func terminateAll() {
    for connection in state.withLock({ Array($0.connections.values) }) {
      connection.eventLoop.execute { connection.terminate() }
    }
  }
}

/// What the connections of one event loop share.
private struct ServingLoop {
  let executor: EventLoopTaskExecutor
  let replies: ReplyQueue

  init(_ eventLoop: any EventLoop) {
    executor = EventLoopTaskExecutor(eventLoop)
    replies = ReplyQueue(eventLoop)
  }
}
