import CNghttp2
import NIOCore

extension SessionState {
  /// Looks at the header of each frame, before nghttp2 does.
  mutating func count(_ header: nghttp2_frame_hd, in session: OpaquePointer?) {
    switch Int(header.type) {
    case Int(NGHTTP2_HEADERS.rawValue):
      idleFrames = 0
      if role == .server { checkStreamOrder(header.stream_id, in: session) }
    case Int(NGHTTP2_DATA.rawValue):
      if header.length == 0 { idleFrames += 1 }
    case Int(NGHTTP2_PING.rawValue), Int(NGHTTP2_SETTINGS.rawValue), Int(NGHTTP2_PRIORITY.rawValue),
      Int(NGHTTP2_WINDOW_UPDATE.rawValue), Int(NGHTTP2_RST_STREAM.rawValue):
      idleFrames += 1
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

  /// Turns a frame that is complete into an event.
  mutating func received(_ frame: UnsafePointer<nghttp2_frame>, in session: OpaquePointer?) {
    let header = frame.pointee.hd
    let endStream = header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0
    switch Int(header.type) {
    case Int(NGHTTP2_HEADERS.rawValue):
      if fieldBytes > limits.maxHeaderListBytes {
        events.append(.headersTooLarge(stream: header.stream_id))
      } else {
        events.append(.headers(stream: header.stream_id, fields: fields, endStream: endStream))
      }
      fields = []
    case Int(NGHTTP2_DATA.rawValue):
      if endStream { endData(stream: header.stream_id) }
    case Int(NGHTTP2_SETTINGS.rawValue):
      if header.flags & UInt8(NGHTTP2_FLAG_ACK.rawValue) == 0 {
        let streams = nghttp2_session_get_remote_settings(session, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS)
        events.append(.settings(maxConcurrentStreams: streams))
      }
    case Int(NGHTTP2_PING.rawValue):
      if header.flags & UInt8(NGHTTP2_FLAG_ACK.rawValue) != 0 { events.append(.pingAcknowledged) }
    case Int(NGHTTP2_GOAWAY.rawValue):
      events.append(
        .goAway(lastStream: frame.pointee.goaway.last_stream_id, errorCode: frame.pointee.goaway.error_code)
      )
    default: break
    }
  }

  /// The end of a stream usually comes with its last data, which was reported just now.
  private mutating func endData(stream id: Int32) {
    if case .data(id, let bytes, _)? = events.last {
      events[events.count - 1] = .data(stream: id, bytes: bytes, endStream: true)
    } else {
      events.append(.data(stream: id, bytes: ByteBuffer(), endStream: true))
    }
  }
}
