import HTTP2
import NIOCore
import RPC

/// A call that is made with what the one before it answered, such as accepting the order that was just created. Both
/// count as one.
public struct FollowUp: Sendable {
  /// `/service/method`.
  public var path: String
  /// Makes its request of an answer; nil when the answer does not fit.
  public var request: @Sendable (ByteBuffer) -> ByteBuffer?

  /// Says what follows.
  public init(path: String, request: @escaping @Sendable (ByteBuffer) -> ByteBuffer?) {
    self.path = path
    self.request = request
  }
}

/// The calls of one connection whose answers others follow.
struct FollowedCalls {
  private let followUp: FollowUp
  let headers: PreparedHeaders
  /// What has come so far, by stream.
  private var answers: [Int32: ByteBuffer] = [:]

  init(_ followUp: FollowUp, headers: PreparedHeaders) {
    self.followUp = followUp
    self.headers = headers
  }

  mutating func began(_ stream: Int32) { answers[stream] = ByteBuffer() }

  mutating func received(_ bytes: ByteBuffer, _ stream: Int32) {
    var bytes = bytes
    answers[stream]?.writeBuffer(&bytes)
  }

  /// Whether a call follows on this one; its request behind the length prefix, nil when it cannot be made.
  mutating func ended(_ stream: Int32) -> (follows: Bool, request: ByteBuffer?) {
    guard var answer = answers.removeValue(forKey: stream) else { return (false, nil) }
    answer.moveReaderIndex(forwardBy: min(LengthPrefixedMessage.prefixBytes, answer.readableBytes))
    let request = followUp.request(answer)
    return (true, request.map { LengthPrefixedMessage(serialized: $0).bytes })
  }
}
