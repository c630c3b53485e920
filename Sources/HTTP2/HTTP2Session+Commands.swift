import CNghttp2
import NIOCore

extension HTTP2Session {
  /// Starts a request whose body is sent with `send` and `finish`.
  /// - Returns: the id of its stream.
  public func submitRequest(_ headers: [HeaderField]) throws(HTTP2Error) -> Int32 {
    let stream = OutboundStream()
    var provider = dataProvider(for: stream)
    let id = withHeaderList(headers) { fields, count in
      nghttp2_submit_request(session, nil, fields, count, &provider, nil)
    }
    guard id > 0 else { throw HTTP2Error(code: Int(id), doing: "starting a request") }
    state.pointee.outbound[id] = stream
    return id
  }

  /// Starts a request whole: headers that never change, and one body. What a client needs that makes the same call often.
  /// - Returns: the id of its stream.
  public func submitRequest(_ headers: PreparedHeaders, body: ByteBuffer) throws(HTTP2Error) -> Int32 {
    let stream = OutboundStream()
    stream.bytes = body
    stream.end = .afterData
    var provider = dataProvider(for: stream)
    let id = nghttp2_submit_request(session, nil, headers.fields, headers.count, &provider, nil)
    guard id > 0 else { throw HTTP2Error(code: Int(id), doing: "starting a request") }
    state.pointee.outbound[id] = stream
    state.pointee.outboundBytes += body.readableBytes
    return id
  }

  /// Answers a request with headers; the body follows with `send` and `finish`.
  public func submitResponse(_ headers: [HeaderField], stream id: Int32) throws(HTTP2Error) {
    let stream = OutboundStream()
    var provider = dataProvider(for: stream)
    let code = withHeaderList(headers) { fields, count in
      nghttp2_submit_response(session, id, fields, count, &provider)
    }
    try check(code, "answering")
    state.pointee.outbound[id] = stream
  }

  /// Answers a request with headers only.
  public func submitHeadersOnly(_ headers: [HeaderField], stream id: Int32) throws(HTTP2Error) {
    let code = withHeaderList(headers) { fields, count in
      nghttp2_submit_response(session, id, fields, count, nil)
    }
    try check(code, "answering")
  }

  /// Answers a request whole: headers, one body and trailers. What nearly every call needs, in one go.
  public func submitResponse(
    _ headers: PreparedHeaders,
    body: ByteBuffer,
    trailers: PreparedHeaders,
    stream id: Int32
  ) throws(HTTP2Error) {
    let stream = OutboundStream()
    stream.bytes = body
    stream.end = .prepared(trailers)
    var provider = dataProvider(for: stream)
    try check(nghttp2_submit_response(session, id, headers.fields, headers.count, &provider), "answering")
    state.pointee.outbound[id] = stream
    state.pointee.outboundBytes += body.readableBytes
  }

  /// Bytes that a stream has queued and not sent yet.
  public func queuedBytes(stream id: Int32) -> Int {
    state.pointee.outbound[id]?.bytes.readableBytes ?? 0
  }

  /// Bytes that all streams have queued and not sent yet.
  public var queuedBytes: Int { state.pointee.outboundBytes }

  /// Forgets how often the peer tried our patience: what is too much at once may be little over a long time.
  public func forgive() {
    state.pointee.idleFrames = min(state.pointee.idleFrames, 0)
    state.pointee.offences = 0
  }

  /// Queues a part of a body.
  public func send(_ bytes: ByteBuffer, stream id: Int32) {
    guard let stream = state.pointee.outbound[id] else { return }
    stream.append(bytes)
    state.pointee.outboundBytes += bytes.readableBytes
    if stream.bytes.readableBytes > state.pointee.limits.lowWaterBytes { stream.reportsDrain = true }
    wake(stream, id)
  }

  /// Ends what we send on a stream, with trailers if there are any, after all that is queued.
  public func finish(stream id: Int32, trailers: [HeaderField] = []) {
    guard let stream = state.pointee.outbound[id] else { return }
    stream.end = trailers.isEmpty ? .afterData : .trailers(trailers)
    wake(stream, id)
  }

  private func wake(_ stream: OutboundStream, _ id: Int32) {
    guard stream.isDeferred else { return }
    stream.isDeferred = false
    nghttp2_session_resume_data(session, id)
  }

  /// Ends a stream at once. Never right after an answer: it would cancel the answer.
  public func reset(stream id: Int32, errorCode: UInt32) {
    nghttp2_submit_rst_stream(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, errorCode)
  }

  /// Says that received bytes were taken off the stream, so that the peer may send more.
  public func consume(_ byteCount: Int, stream id: Int32) {
    nghttp2_session_consume_stream(session, id, byteCount)
  }

  /// Says that received bytes were taken off the connection, so that other streams may go on.
  public func consumeConnection(_ byteCount: Int) {
    nghttp2_session_consume_connection(session, byteCount)
  }

  /// Asks the peer to answer; `HTTP2Event.pingAcknowledged` follows.
  public func ping() {
    nghttp2_submit_ping(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), nil)
  }

  /// Tells the peer to start no more streams soon (RFC 9113, section 6.8): the first of two steps.
  public func announceShutdown() {
    nghttp2_submit_shutdown_notice(session)
  }

  /// Refuses streams that the peer starts from now on; those that run go on.
  public func goAway(errorCode: UInt32 = HTTP2ErrorCode.noError) {
    let last = nghttp2_session_get_last_proc_stream_id(session)
    nghttp2_submit_goaway(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), last, errorCode, nil, 0)
  }

  /// Ends the session at once.
  public func terminate(errorCode: UInt32) {
    nghttp2_session_terminate_session(session, errorCode)
  }

  /// nghttp2 pulls the body from `stream`, which `outbound` keeps alive until the stream is closed.
  private func dataProvider(for stream: OutboundStream) -> nghttp2_data_provider {
    var provider = nghttp2_data_provider()
    provider.source.ptr = Unmanaged.passUnretained(stream).toOpaque()
    provider.read_callback = readOutboundData
    return provider
  }
}
