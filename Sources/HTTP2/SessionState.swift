import CNghttp2
import NIOCore

/// What the callbacks of one session work on.
///
/// It lies in memory of its own, whose address nghttp2 carries: callbacks run several times for each call, and reach it
/// without reference counting and exclusivity checks.
struct SessionState: ~Copyable {
  let role: HTTP2Session.Role
  let limits: HTTP2Limits
  var events: [HTTP2Event] = []

  /// What each open stream still has to send.
  var outbound = StreamTable<OutboundStream>()

  // The header section being received; on one connection they never interleave (RFC 9113, section 4.3).
  var fieldCache = FieldCache()
  var fields: [HeaderField] = []
  var fieldBytes = 0

  // The input being received, so that data events can share its storage.
  var input = ByteBuffer()
  var inputStart: UnsafePointer<UInt8>?

  // What was seen of the input before nghttp2 takes it.
  var scanner: FrameScanner
  var openedStreams: [Int32] = []
  /// Streams that we reset a short time ago; the peer may not know it yet.
  var resetStreams = RecentStreams()

  /// Frames without effect since the last one with; see `HTTP2Limits.maxIdleFrames`.
  var idleFrames = 0
  var lastRemoteStream: Int32 = 0
  /// Streams that the peer made us refuse; see `HTTP2Limits.maxOffences`.
  var offences = 0
  /// Bytes of all bodies that wait to be sent.
  var outboundBytes = 0

  init(role: HTTP2Session.Role, limits: HTTP2Limits) {
    self.role = role
    scanner = FrameScanner(role: role)
    self.limits = limits
  }
}
