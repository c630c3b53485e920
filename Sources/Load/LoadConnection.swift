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
  private var requests: RequestSource
  private let journey: PreparedJourney
  private let recorder: LoadRecorder
  private let streams: Int
  private let ready: EventLoopPromise<Void>
  private let finished: EventLoopPromise<Void>

  private var context: ChannelHandlerContext?
  private var schedule: LoadSchedule?
  private var events: [HTTP2Event] = []
  /// By stream; those that wait a moment to be made again are under negative numbers, which no stream has.
  private var calls = StreamTable<CallUnderWay>()
  private var pauses: Int32 = 0
  /// When the last call began, a step of a journey too.
  private var lastBegin: Int64 = 0
  private var isWaking = false
  private var isFinished = false

  init(
    requests: RequestSource,
    journey: PreparedJourney,
    recorder: LoadRecorder,
    streams: Int,
    ready: EventLoopPromise<Void>,
    finished: EventLoopPromise<Void>
  ) throws {
    session = try HTTP2Session(role: .client)
    self.requests = requests
    self.journey = journey
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
    guard !isFinished, let schedule else { return finish() }
    recorder.unanswered += calls.all.count { $0.intended >= schedule.measureStart }
    giveUpTheRest(now: Self.now())
    calls = StreamTable()
    finish()
  }

  /// Gives up when nothing can begin before an answer comes, and none has come for that long.
  func giveUpWhenSilent(for nanoseconds: Int64) {
    let now = Self.now()
    guard !isFinished, !calls.isEmpty, now - lastBegin >= nanoseconds else { return }
    if calls.count >= streams || schedule?.next(now: now) == nil { giveUp() }
  }

  /// Calls that the server keeps from beginning are owed like those that it does not answer.
  private func giveUpTheRest(now: Int64) {
    recorder.unanswered += schedule?.rest(now: now, streams: streams) ?? 0
    schedule?.stop()
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
    let now = Self.now()
    for stream in calls.streams { failed(stream, StatusCode.unavailable.name, "CONNECTION_LOST", now) }
    if !isFinished { giveUpTheRest(now: now) }
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
    while calls.count < streams {
      guard let intended = schedule.next(now: now) else {
        if calls.isEmpty { finish() }
        return
      }
      guard intended <= now else { return wake(at: intended) }
      guard let stream = try? session.submitRequest(journey.headers[0], body: requests.next()) else {
        // Its stream ids are used up after a thousand million calls (RFC 9113, section 5.1.1).
        context?.close(promise: nil)
        return
      }
      schedule.began(intended)
      lastBegin = now
      calls[stream] = CallUnderWay(intended: intended, begun: now)
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
        succeeded(stream, now)
      } else {
        refused(stream, fields, now)
      }
    case .data(let stream, let bytes, _):
      if journey.hasLaterSteps { calls[stream]?.incoming.writeImmutableBuffer(bytes) }
      session.consume(bytes.readableBytes, stream: stream)
      session.consumeConnection(bytes.readableBytes)
    case .closed(let stream, let errorCode):
      guard calls[stream] != nil else { return }
      failed(stream, StatusCode(http2ErrorCode: errorCode).name, "NO_STATUS", now)
    case .settings:
      ready.succeed()
    case .goAway:
      // Streams that the server did not look at are closed by nghttp2; nothing new will be answered.
      giveUpTheRest(now: now)
    case .headers, .headersTooLarge, .drained, .pingAcknowledged:
      break
    }
  }

  @inline(__always)
  private func succeeded(_ stream: Int32, _ now: Int64) {
    guard let call = calls.remove(stream) else { return }
    if isMeasured(call) { recorder.stepEnded(call.step, after: now - call.begun) }
    if call.step < journey.later.count {
      guard let answer = call.lastMessage() else {
        return ended(
          call,
          LoadOutcome(code: StatusCode.unknown.name, reason: "NO_ANSWER", step: call.step),
          now
        )
      }
      make(call.next(answer, now: now), now)
    } else {
      ended(call, nil, now)
    }
  }

  private func refused(_ stream: Int32, _ trailers: [HeaderField], _ now: Int64) {
    let error = RPCError(trailers: trailers.map { Metadata.Entry(name: $0.name, value: $0.value) })
    guard let error else { return failed(stream, StatusCode.unknown.name, "NO_STATUS", now) }
    if let call = calls[stream], journey.repeats(call, after: error.code, now: now) {
      calls[stream] = nil
      return pause(call)
    }
    failed(stream, error.code.name, error.reason, now)
  }

  private func failed(_ stream: Int32, _ code: String, _ reason: String, _ now: Int64) {
    guard let call = calls.remove(stream) else { return }
    ended(call, LoadOutcome(code: code, reason: reason, step: call.step), now)
  }

  @inline(__always)
  private func ended(_ call: CallUnderWay, _ outcome: LoadOutcome?, _ now: Int64) {
    recorder.ended(outcome, after: now - call.intended, at: now, isMeasured: isMeasured(call))
  }

  private func isMeasured(_ call: CallUnderWay) -> Bool {
    schedule.map { call.intended >= $0.measureStart } ?? false
  }

  /// Makes a later call of a journey.
  private func make(_ call: CallUnderWay, _ now: Int64) {
    let request = journey.later[call.step - 1].request(call.answers)
    guard let request,
      let stream = try? session.submitRequest(
        journey.headers[call.step],
        body: LengthPrefixedMessage(serialized: request).bytes
      )
    else {
      let outcome = LoadOutcome(code: StatusCode.unknown.name, reason: "ANSWER_DOES_NOT_FIT", step: call.step)
      return ended(call, outcome, now)
    }
    lastBegin = now
    calls[stream] = call
  }

  /// Makes a call again a moment later.
  private func pause(_ call: CallUnderWay) {
    guard let context else { return }
    pauses -= 1
    let pause = pauses
    calls[pause] = call
    context.eventLoop.assumeIsolated().scheduleTask(in: PreparedJourney.pause) {
      guard var call = self.calls.remove(pause) else { return }
      call.incoming.clear()
      let now = Self.now()
      self.make(call, now)
      // When it cannot be made, its stream is free.
      self.startCalls(now: now)
      self.flush()
    }
  }

  private func finish() {
    guard !isFinished else { return }
    isFinished = true
    finished.succeed()
    context?.close(promise: nil)
  }
}
