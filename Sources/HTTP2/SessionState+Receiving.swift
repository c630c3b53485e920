import CNghttp2
import NIOCore

extension SessionState {
  /// Turns a frame that is complete into an event.
  mutating func received(_ frame: UnsafePointer<nghttp2_frame>, in session: OpaquePointer?) {
    let header = frame.pointee.hd
    let endStream = header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0
    switch Int(header.type) {
    case Int(NGHTTP2_HEADERS.rawValue):
      if fieldBytes > limits.maxHeaderListBytes {
        offences += 1
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
