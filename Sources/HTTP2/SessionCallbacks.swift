import CNghttp2
import NIOCore

/// Scopes the callbacks that every session shares; nghttp2 copies them.
func withSessionCallbacks(_ body: (OpaquePointer?) -> Int32) -> Int32 {
  var callbacks: OpaquePointer?
  guard nghttp2_session_callbacks_new(&callbacks) == 0 else { return Int32(NGHTTP2_ERR_NOMEM.rawValue) }
  defer { nghttp2_session_callbacks_del(callbacks) }
  nghttp2_session_callbacks_set_on_begin_frame_callback(callbacks, beganFrame)
  nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, beganHeaders)
  nghttp2_session_callbacks_set_on_header_callback2(callbacks, receivedHeader)
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, receivedData)
  nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, receivedFrame)
  nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, sentFrame)
  nghttp2_session_callbacks_set_on_frame_not_send_callback(callbacks, couldNotSend)
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, closedStream)
  return body(callbacks)
}

/// Scopes the options of a session; nghttp2 copies them.
func withSessionOptions(_ limits: HTTP2Limits, _ body: (OpaquePointer?) -> Int32) -> Int32 {
  var options: OpaquePointer?
  guard nghttp2_option_new(&options) == 0 else { return Int32(NGHTTP2_ERR_NOMEM.rawValue) }
  defer { nghttp2_option_del(options) }
  nghttp2_option_set_no_auto_window_update(options, 1)
  nghttp2_option_set_no_closed_streams(options, 1)
  nghttp2_option_set_stream_reset_rate_limit(options, limits.streamResetBurst, limits.streamResetsPerSecond)
  return body(options)
}

/// What a callback works on. It is alive: callbacks run only inside calls that the session's owner makes.
@inline(__always)
private func state(_ context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<SessionState>? {
  context?.assumingMemoryBound(to: SessionState.self)
}

private let failure = Int32(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)

private func beganFrame(
  handle: OpaquePointer?,
  header: UnsafePointer<nghttp2_frame_hd>?,
  context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let state = state(context), let header else { return failure }
  state.pointee.check(header.pointee, in: handle)
  return 0
}

private func beganHeaders(
  _: OpaquePointer?,
  frame: UnsafePointer<nghttp2_frame>?,
  context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let state = state(context) else { return failure }
  state.pointee.fields = []
  state.pointee.fields.reserveCapacity(10)
  state.pointee.fieldBytes = 0
  return 0
}

private func receivedHeader(
  handle: OpaquePointer?,
  frame: UnsafePointer<nghttp2_frame>?,
  name: OpaquePointer?,
  value: OpaquePointer?,
  flags: UInt8,
  context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let state = state(context), let name, let value else { return failure }
  state.pointee.fieldBytes += nghttp2_rcbuf_get_buf(name).len + nghttp2_rcbuf_get_buf(value).len + 32
  guard state.pointee.fieldBytes <= state.pointee.limits.maxHeaderListBytes else {
    return state.pointee.refuseBomb(in: handle) ? failure : 0
  }
  state.pointee.fields.append(state.pointee.fieldCache.field(name, value))
  return 0
}

private func receivedData(
  _: OpaquePointer?,
  flags: UInt8,
  stream: Int32,
  data: UnsafePointer<UInt8>?,
  length: Int,
  context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let state = state(context), let data, let start = state.pointee.inputStart else { return failure }
  // nghttp2 hands out a pointer into what it was given: a slice of the input is the same bytes, without a copy.
  let index = state.pointee.input.readerIndex + (data - start)
  guard let slice = state.pointee.input.getSlice(at: index, length: length) else { return failure }
  state.pointee.idleFrames = min(state.pointee.idleFrames, 0)
  state.pointee.events.append(.data(stream: stream, bytes: slice, endStream: false))
  return 0
}

private func receivedFrame(
  handle: OpaquePointer?,
  frame: UnsafePointer<nghttp2_frame>?,
  context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let state = state(context), let frame else { return failure }
  state.pointee.received(frame, in: handle)
  return 0
}

private func sentFrame(
  handle: OpaquePointer?,
  frame: UnsafePointer<nghttp2_frame>?,
  context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let state = state(context), let frame else { return failure }
  switch Int(frame.pointee.hd.type) {
  case Int(NGHTTP2_HEADERS.rawValue): sentHeaders(frame.pointee.hd, handle, state)
  case Int(NGHTTP2_RST_STREAM.rawValue): sentReset(frame.pointee.rst_stream, handle, state)
  default: break
  }
  return 0
}

/// An answer whose headers nghttp2 does not send: the stream is gone already, or they are too large. No other callback
/// tells of it, and the peer would wait for ever.
private func couldNotSend(
  handle: OpaquePointer?,
  frame: UnsafePointer<nghttp2_frame>?,
  code: Int32,
  context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let state = state(context), let header = frame?.pointee.hd else { return failure }
  guard state.pointee.role == .server, header.type == UInt8(NGHTTP2_HEADERS.rawValue) else { return 0 }
  if let unsent = state.pointee.outbound.remove(header.stream_id) {
    state.pointee.outboundBytes -= unsent.bytes.readableBytes
  }
  if nghttp2_session_find_stream(handle, header.stream_id) != nil {
    let flags = UInt8(NGHTTP2_FLAG_NONE.rawValue)
    nghttp2_submit_rst_stream(handle, flags, header.stream_id, HTTP2ErrorCode.internalError)
  }
  return 0
}

/// The answer may be complete before the request is: the client need not send the rest (RFC 9113, section 8.1).
private func sentHeaders(
  _ header: nghttp2_frame_hd,
  _ handle: OpaquePointer?,
  _ state: UnsafeMutablePointer<SessionState>
) {
  guard header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0, state.pointee.role == .server,
    nghttp2_session_get_stream_remote_close(handle, header.stream_id) == 0
  else { return }
  nghttp2_submit_rst_stream(
    handle,
    UInt8(NGHTTP2_FLAG_NONE.rawValue),
    header.stream_id,
    HTTP2ErrorCode.noError
  )
}

private func sentReset(
  _ reset: nghttp2_rst_stream,
  _ handle: OpaquePointer?,
  _ state: UnsafeMutablePointer<SessionState>
) {
  guard state.pointee.role == .server else { return }
  state.pointee.resetStreams.insert(reset.hd.stream_id)
  guard reset.error_code != HTTP2ErrorCode.noError else { return }
  state.pointee.offences += 1
  state.pointee.checkPatience(in: handle)
  // nghttp2 resets only the stream whose window SETTINGS made overflow; it is an error of the connection (RFC 9113,
  // section 6.9.2).
  if reset.error_code == HTTP2ErrorCode.flowControlError {
    nghttp2_session_terminate_session(handle, HTTP2ErrorCode.flowControlError)
  }
}

private func closedStream(
  _: OpaquePointer?,
  stream: Int32,
  errorCode: UInt32,
  context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let state = state(context) else { return failure }
  if let ended = state.pointee.outbound.remove(stream) {
    state.pointee.outboundBytes -= ended.bytes.readableBytes
  }
  state.pointee.events.append(.closed(stream: stream, errorCode: errorCode))
  return 0
}

/// Fills one DATA frame (`nghttp2_data_source_read_callback`).
func readOutboundData(
  handle: OpaquePointer?,
  stream id: Int32,
  target: UnsafeMutablePointer<UInt8>?,
  capacity: Int,
  flags: UnsafeMutablePointer<UInt32>?,
  source: UnsafeMutablePointer<nghttp2_data_source>?,
  context: UnsafeMutableRawPointer?
) -> Int {
  guard let pointer = source?.pointee.ptr, let flags else { return Int(failure) }
  return Unmanaged<OutboundStream>.fromOpaque(pointer)._withUnsafeGuaranteedRef { stream in
    let count = stream.take(into: UnsafeMutableRawBufferPointer(start: target, count: capacity))
    // A peer that takes what we send rightly opens its windows, of the stream and of the connection.
    if count > 0, let state = state(context) {
      state.pointee.idleFrames = min(state.pointee.idleFrames, 0) - 2
      state.pointee.outboundBytes -= count
    }
    if stream.bytes.readableBytes > 0 { return count }
    reportDrain(stream, id, context)
    switch stream.end {
    case .open:
      guard count == 0 else { return count }
      stream.isDeferred = true
      return Int(NGHTTP2_ERR_DEFERRED.rawValue)
    case .afterData:
      flags.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue
    case .prepared(let trailers):
      flags.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue | NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
      nghttp2_submit_trailer(handle, id, trailers.fields, trailers.count)
    case .trailers(let trailers):
      flags.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue | NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
      _ = withHeaderList(trailers) { fields, count in nghttp2_submit_trailer(handle, id, fields, count) }
    }
    return count
  }
}

private func reportDrain(_ stream: OutboundStream, _ id: Int32, _ context: UnsafeMutableRawPointer?) {
  guard stream.reportsDrain else { return }
  stream.reportsDrain = false
  state(context)?.pointee.events.append(.drained(stream: id))
}
