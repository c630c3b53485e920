import CNghttp2

// What RFC 9113 demands of a receiver and nghttp2 does not do.
extension SessionState {
  /// Looks at the header of a frame that nghttp2 is about to take.
  mutating func check(_ header: nghttp2_frame_hd, in session: OpaquePointer?) {
    guard role == .server else { return }
    switch Int(header.type) {
    case Int(NGHTTP2_HEADERS.rawValue): checkStreamOrder(header.stream_id, in: session)
    case Int(NGHTTP2_CONTINUATION.rawValue): checkContinuation(header, in: session)
    case Int(NGHTTP2_PRIORITY.rawValue): checkPriority(header, in: session)
    default: break
    }
  }

  /// A new stream's id must be above all earlier ones (RFC 9113, section 5.1.1). nghttp2 answers it all the same.
  private mutating func checkStreamOrder(_ id: Int32, in session: OpaquePointer?) {
    if id > lastRemoteStream {
      lastRemoteStream = id
    } else if nghttp2_session_find_stream(session, id) == nil {
      nghttp2_session_terminate_session(session, HTTP2ErrorCode.protocolError)
    }
  }

  /// A few bytes can stand for a very large header section (RFC 7541, section 7.3): to unpack it all is work for nothing.
  /// - Returns: whether the session is over.
  func refuseBomb(in session: OpaquePointer?) -> Bool {
    guard fieldBytes > 8 * limits.maxHeaderListBytes else { return false }
    nghttp2_session_terminate_session(session, HTTP2ErrorCode.enhanceYourCalm)
    return true
  }

  /// nghttp2 checks the size of all other frames (RFC 9113, section 4.2).
  private func checkContinuation(_ header: nghttp2_frame_hd, in session: OpaquePointer?) {
    let limit = Int(nghttp2_session_get_local_settings(session, NGHTTP2_SETTINGS_MAX_FRAME_SIZE))
    if header.length > limit {
      nghttp2_session_terminate_session(session, HTTP2ErrorCode.frameSizeError)
    }
  }

  /// nghttp2 skips PRIORITY unseen where priorities are off, but stream 0 has none (RFC 9113, section 6.3).
  private func checkPriority(_ header: nghttp2_frame_hd, in session: OpaquePointer?) {
    if header.stream_id == 0 {
      nghttp2_session_terminate_session(session, HTTP2ErrorCode.protocolError)
    }
  }

  /// A peer that keeps us busy for nothing is sent away.
  func checkPatience(in session: OpaquePointer?) {
    if idleFrames > limits.maxIdleFrames || offences > limits.maxOffences {
      nghttp2_session_terminate_session(session, HTTP2ErrorCode.enhanceYourCalm)
    }
  }
}
