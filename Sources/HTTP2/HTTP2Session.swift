import CNghttp2
import NIOCore

/// One HTTP/2 session: bytes in become events, commands become bytes out. It knows no socket and no clock.
///
/// nghttp2 must not be re-entered from its callbacks, so these only append to `events`, which the owner drains after
/// `receive` and `flush`. A session belongs to one thread.
public final class HTTP2Session {
  public enum Role: Sendable {
    case client
    case server
  }

  let state: UnsafeMutablePointer<SessionState>
  let session: OpaquePointer

  public init(role: Role, limits: HTTP2Limits = HTTP2Limits()) throws(HTTP2Error) {
    let state = UnsafeMutablePointer<SessionState>.allocate(capacity: 1)
    state.initialize(to: SessionState(role: role, limits: limits))
    var handle: OpaquePointer?
    let code = withSessionCallbacks { callbacks in
      withSessionOptions(limits) { options in
        role == .server
          ? nghttp2_session_server_new2(&handle, callbacks, state, options)
          : nghttp2_session_client_new2(&handle, callbacks, state, options)
      }
    }
    guard code == 0, let handle else {
      state.deinitialize(count: 1)
      state.deallocate()
      throw HTTP2Error(code: Int(code), doing: "making a session")
    }
    self.state = state
    session = handle
    try submitSettings(role, limits)
  }

  deinit {
    nghttp2_session_del(session)
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// Whether anything can still come or go; when not, the connection is to be closed.
  public var isFinished: Bool {
    nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0
  }

  /// Hands over everything that happened since the last call, in exchange for an empty array to fill.
  public func drainEvents(into target: inout [HTTP2Event]) {
    target.removeAll(keepingCapacity: true)
    swap(&state.pointee.events, &target)
  }

  /// Takes what the peer sent. After an error only `flush` makes sense, and then to close.
  public func receive(_ bytes: ByteBuffer) throws(HTTP2Error) {
    state.pointee.input = bytes
    defer {
      state.pointee.input = ByteBuffer()
      state.pointee.inputStart = nil
    }
    let consumed = bytes.withUnsafeReadableBytes { raw in
      let start = raw.bindMemory(to: UInt8.self).baseAddress
      state.pointee.inputStart = start
      state.pointee.scan(UnsafeBufferPointer(start: start, count: raw.count), in: session)
      return nghttp2_session_mem_recv(session, start, raw.count)
    }
    if consumed < 0 { throw HTTP2Error(code: consumed, doing: "receiving frames") }
  }

  /// Appends what is to be sent, until nothing is left or `buffer` holds `limitBytes`.
  /// - Returns: whether everything was taken.
  public func flush(into buffer: inout ByteBuffer, limitBytes: Int = 1_048_576) -> Bool {
    while buffer.readableBytes < limitBytes {
      var chunk: UnsafePointer<UInt8>?
      let count = nghttp2_session_mem_send(session, &chunk)
      guard count > 0, let chunk else { return true }
      buffer.writeBytes(UnsafeRawBufferPointer(start: chunk, count: count))
    }
    return nghttp2_session_want_write(session) == 0
  }

  /// Whether there is something to send.
  public var wantsToSend: Bool { nghttp2_session_want_write(session) != 0 }

  private func submitSettings(_ role: Role, _ limits: HTTP2Limits) throws(HTTP2Error) {
    func entry(_ id: nghttp2_settings_id, _ value: UInt32) -> nghttp2_settings_entry {
      nghttp2_settings_entry(settings_id: Int32(id.rawValue), value: value)
    }
    var settings = [
      entry(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits.maxConcurrentStreams),
      entry(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, limits.streamWindowBytes),
      entry(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, UInt32(limits.maxHeaderListBytes)),
    ]
    // gRPC has no use for pushes, nor for the old priorities (RFC 9113, section 5.3.2; RFC 9218).
    settings.append(
      role == .client
        ? entry(NGHTTP2_SETTINGS_ENABLE_PUSH, 0) : entry(NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1)
    )
    try check(
      nghttp2_submit_settings(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), &settings, settings.count),
      "sending settings"
    )
    try check(
      nghttp2_session_set_local_window_size(
        session,
        UInt8(NGHTTP2_FLAG_NONE.rawValue),
        0,
        Int32(limits.connectionWindowBytes)
      ),
      "opening the connection's window"
    )
  }

  func check(_ code: Int32, _ action: String) throws(HTTP2Error) {
    if code != 0 { throw HTTP2Error(code: Int(code), doing: action) }
  }
}
