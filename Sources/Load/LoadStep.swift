import NIOCore
import RPC

/// A later call of a journey, made with what the calls before it answered: such as ordering the number that was just
/// reserved. All calls of a journey count as one.
public struct LoadStep: Sendable {
  /// `/service/method`.
  public var path: String
  /// Makes its request of the answers so far, the first one first; nil when they do not fit.
  public var request: @Sendable ([ByteBuffer]) -> ByteBuffer?
  /// Statuses after which the call is made again a moment later, until the journey's time is up: another service may
  /// not have heard yet of what the step before changed.
  public var repeatsOn: Set<StatusCode>

  /// Says what follows.
  public init(
    path: String,
    repeatsOn: Set<StatusCode> = [],
    request: @escaping @Sendable ([ByteBuffer]) -> ByteBuffer?
  ) {
    self.path = path
    self.repeatsOn = repeatsOn
    self.request = request
  }
}

/// A call, or a journey of calls, that is under way.
struct CallUnderWay {
  /// When the first call was to begin.
  let intended: Int64
  /// When the call that is under way now began.
  var begun: Int64
  /// Which of the journey's calls that is, from 0.
  var step = 0
  /// What the calls before it answered.
  var answers: [ByteBuffer] = []
  /// What has come of this one's answer.
  var incoming = ByteBuffer()

  /// The last message that came, without its prefix: of a stream, how it ended.
  func lastMessage() -> ByteBuffer? {
    var bytes = incoming
    var last: ByteBuffer?
    while bytes.readInteger(as: UInt8.self) != nil, let length = bytes.readInteger(as: UInt32.self) {
      last = bytes.readSlice(length: Int(length))
    }
    return last
  }

  /// The next step, after this one was answered.
  func next(_ answer: ByteBuffer, now: Int64) -> CallUnderWay {
    CallUnderWay(intended: intended, begun: now, step: step + 1, answers: answers + [answer])
  }
}
