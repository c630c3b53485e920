import NIOCore

/// One call on the server: from the headers of its request to its status.
///
/// The states: *receiving* (headers are there, a unary handler waits for its message), *running* (the handler works),
/// *finished* (the status is sent, or nobody waits for it any more). The connection feeds it, the handler's task answers
/// through it.
///
/// `@unchecked Sendable`: all its state is touched on `transport.eventLoop` only. The connection runs there, handlers'
/// tasks prefer that loop's executor, and the methods that a handler may call from elsewhere hop there first.
public final class ServerCall: @unchecked Sendable {
  enum Phase {
    case receiving
    case running
    case finished
  }

  static let highWaterBytes = 65_536

  public let stream: Int32
  let transport: any ServerTransport
  let route: ServiceRouter.Route
  let context: ServerContext
  let acceptsGzip: Bool

  var phase = Phase.receiving
  var deframer: MessageDeframer
  var task: Task<Void, Never>?
  /// Whether the handler has not answered yet and others run meanwhile.
  var isSuspended = false
  var sentHeaders = false

  // What came and was not taken yet.
  var inbound = MessageQueue()
  var untakenBytes = 0
  var clientEnded = false
  var reader: CheckedContinuation<ByteBuffer?, any Error>?
  var writers: [CheckedContinuation<Void, any Error>] = []

  init(
    stream: Int32,
    head: RequestHead,
    route: ServiceRouter.Route,
    context: ServerContext,
    transport: any ServerTransport
  ) {
    self.stream = stream
    self.route = route
    self.context = context
    self.transport = transport
    acceptsGzip = head.acceptsGzip
    deframer = MessageDeframer(
      limitBytes: route.binding.method.requestLimitBytes,
      acceptsCompressed: head.encoding == "gzip"
    )
  }

  /// Whether the status is sent.
  public var isFinished: Bool { phase == .finished }

  /// When nobody waits for the answer any more.
  public var deadline: Deadline? { context.deadline }

  /// Whether its one message has not come yet.
  public var isReceiving: Bool { phase == .receiving }

  /// When its headers came.
  public var startTime: NIODeadline { context.startTime }

  /// Whether the handler's task runs.
  public var isRunning: Bool { phase == .running }
}
