import CNghttp2

// Of what nghttp2 skips - DATA on streams that are over, frames of unknown types - it tells nothing.
extension SessionState {
  /// Looks at all frames of an input before nghttp2 takes it.
  mutating func scan(_ input: UnsafeBufferPointer<UInt8>, in session: OpaquePointer) {
    var index = 0
    openedStreams.removeAll(keepingCapacity: true)
    while let header = scanner.next(in: input, at: &index) {
      switch Int(header.type) {
      case Int(NGHTTP2_HEADERS.rawValue):
        idleFrames = min(idleFrames, 0)
        openedStreams.append(header.stream)
      case Int(NGHTTP2_DATA.rawValue):
        // Forgotten when it brings bytes; padding is none.
        idleFrames += 1
        checkDataIsWelcome(on: header.stream, in: session)
      default:
        idleFrames += 1
      }
    }
    checkPatience(in: session)
  }

  /// DATA on a stream that is over is STREAM_CLOSED (RFC 9113, section 6.1), but not what was under way when we reset
  /// the stream (section 5.4.2). A stream that this input opens is not known yet.
  private func checkDataIsWelcome(on id: Int32, in session: OpaquePointer) {
    guard role == .server, id != 0, nghttp2_session_find_stream(session, id) == nil,
      openedStreams.last != id, !openedStreams.contains(id), !resetStreams.contains(id),
      id <= lastRemoteStream || id < openedStreams.max() ?? 0
    else { return }
    nghttp2_session_terminate_session(session, HTTP2ErrorCode.streamClosed)
  }
}
