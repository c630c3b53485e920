import HTTP2
import NIOCore
import RPC

/// One connection that keeps its streams going: no task and no promise for a call, one clock reading for all
/// that one read brings, one write for all that follows from it.
///
/// `@unchecked Sendable`: touched on its channel's event loop only.
final class LoadConnection: ChannelInboundHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let session: HTTP2Session
  private let headers: PreparedHeaders
  private var requests: RequestSource
  private var followed: FollowedCalls?
  private let recorder: LoadRecorder
  private let streams: Int
  private let ready: EventLoopPromise<Void>
  private let finished: EventLoopPromise<Void>

  private var context: ChannelHandlerContext?
  private var schedule: LoadSchedule?
  private var events: [HTTP2Event] = []
  /// When each call that is under way was to begin.
  private var intendedStarts: [Int32: Int64] = [:]
  private var isWaking = false
  private var isFinished = false

  init(
    headers: PreparedHeaders,
    requests: RequestSource,
    followed: FollowedCalls?,
    recorder: LoadRecorder,
    streams: Int,
    ready: EventLoopPromise<Void>,
    finished: EventLoopPromise<Void>
  ) throws {
    session = try HTTP2Session(role: .client)
    self.headers = headers
    self.requests = requests
    self.followed = followed
    self.recorder = recorder
    self.streams = streams
    self.ready = ready
    self.finished = finished
  }

  /// Begins the calls.
  func begin(_ schedule: LoadSchedule) {
    self.schedule = schedule
    startCalls(now: Self.now())
    flush()
  }

  /// Ends waiting: what has no answer yet counts as unanswered.
  func giveUp() {
    guard !isFinished, var schedule else { return finish() }
    recorder.unanswered += intendedStarts.values.count { $0 >= schedule.measureStart }
    recorder.unanswered += schedule.backlog(now: Self.now())
    intendedStarts = [:]
    finish()
  }

  private static func now() -> Int64 { Int64(clamping: NIODeadline.now().uptimeNanoseconds) }

  // MARK: - The socket

  func channelActive(context: ChannelHandlerContext) {
    self.context = context
    flush()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    do {
      try session.receive(unwrapInboundIn(data))
    } catch {
      return context.close(promise: nil)
    }
    let now = Self.now()
    session.drainEvents(into: &events)
    for event in events { handle(event, now) }
    startCalls(now: now)
    flush()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { flush() }
  }

  func channelInactive(context: ChannelHandlerContext) {
    let lost = LoadOutcome(code: StatusCode.unavailable.name, reason: "CONNECTION_LOST")
    let now = Self.now()
    for stream in Array(intendedStarts.keys) { ended(stream, lost, now) }
    self.context = nil
    ready.fail(ChannelError.eof)
    finish()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func flush() {
    guard let context, context.channel.isWritable, session.wantsToSend else { return }
    var output = context.channel.allocator.buffer(capacity: 16_384)
    while !session.flush(into: &output), context.channel.isWritable {
      context.write(wrapOutboundOut(output), promise: nil)
      output = context.channel.allocator.buffer(capacity: 16_384)
    }
    context.writeAndFlush(wrapOutboundOut(output), promise: nil)
  }

  // MARK: - Calls

  private func startCalls(now: Int64) {
    guard var schedule, !isFinished else { return }
    defer { self.schedule = schedule }
    while intendedStarts.count < streams {
      guard let intended = schedule.next(now: now) else {
        if intendedStarts.isEmpty { finish() }
        return
      }
      guard intended <= now else { return wake(at: intended) }
      guard let stream = try? session.submitRequest(headers, body: requests.next()) else {
        // Its stream ids are used up after a thousand million calls (RFC 9113, section 5.1.1).
        context?.close(promise: nil)
        return
      }
      schedule.began(intended)
      intendedStarts[stream] = intended
      followed?.began(stream)
    }
  }

  private func wake(at time: Int64) {
    guard !isWaking, let context else { return }
    isWaking = true
    let deadline = NIODeadline.uptimeNanoseconds(UInt64(clamping: time))
    context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
      self.isWaking = false
      self.startCalls(now: Self.now())
      self.flush()
    }
  }

  private func handle(_ event: HTTP2Event, _ now: Int64) {
    switch event {
    case .headers(let stream, let fields, true):
      if fields.contains(where: { $0.name == "grpc-status" && $0.value == "0" }) {
        if !follow(stream, now) { succeeded(stream, now) }
      } else {
        ended(stream, Self.outcome(of: fields), now)
      }
    case .data(let stream, let bytes, _):
      followed?.received(bytes, stream)
      session.consume(bytes.readableBytes, stream: stream)
      session.consumeConnection(bytes.readableBytes)
    case .closed(let stream, let errorCode):
      guard intendedStarts[stream] != nil else { return }
      ended(stream, LoadOutcome(code: StatusCode(http2ErrorCode: errorCode).name, reason: "NO_STATUS"), now)
    case .settings:
      ready.succeed()
    case .goAway:
      // Streams that the server did not look at are closed by nghttp2; nothing new will be answered.
      schedule?.stop()
    case .headers, .headersTooLarge, .drained, .pingAcknowledged:
      break
    }
  }

  /// Makes the call that follows on a successful one; false when none does.
  private func follow(_ stream: Int32, _ now: Int64) -> Bool {
    guard let (follows, request) = followed?.ended(stream), follows else { return false }
    guard let headers = followed?.headers, let request,
      let next = try? session.submitRequest(headers, body: request)
    else {
      ended(stream, LoadOutcome(code: StatusCode.unknown.name, reason: "ANSWER_DOES_NOT_FIT"), now)
      return true
    }
    intendedStarts[next] = intendedStarts.removeValue(forKey: stream)
    return true
  }

  @inline(__always)
  private func succeeded(_ stream: Int32, _ now: Int64) {
    guard let intended = intendedStarts.removeValue(forKey: stream), let schedule,
      intended >= schedule.measureStart
    else { return }
    recorder.succeeded(after: now - intended, at: now)
  }

  private func ended(_ stream: Int32, _ outcome: LoadOutcome, _ now: Int64) {
    guard let intended = intendedStarts.removeValue(forKey: stream), let schedule,
      intended >= schedule.measureStart
    else { return }
    recorder.ended(outcome, after: now - intended, at: now)
  }

  private static func outcome(of trailers: [HeaderField]) -> LoadOutcome {
    guard let error = RPCError(trailers: trailers.map { Metadata.Entry(name: $0.name, value: $0.value) })
    else { return LoadOutcome(code: StatusCode.unknown.name, reason: "NO_STATUS") }
    return LoadOutcome(code: error.code.name, reason: error.reason)
  }

  private func finish() {
    guard !isFinished else { return }
    isFinished = true
    finished.succeed()
    context?.close(promise: nil)
  }
}
