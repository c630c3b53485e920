import NIOCore
import Synchronization

/// Brings answers of other threads to an event loop, all that come together in one turn of it.
public final class ReplyQueue: Sendable {
  typealias Outcome = Result<LengthPrefixedMessage?, any Error>

  private let eventLoop: any EventLoop
  private let waiting = Mutex<[(ServerCall, Outcome)]>([])

  public init(_ eventLoop: any EventLoop) { self.eventLoop = eventLoop }

  func push(_ outcome: Outcome, to call: ServerCall) {
    let isFirst = waiting.withLock { waiting in
      waiting.append((call, outcome))
      return waiting.count == 1
    }
    if isFirst { eventLoop.execute { self.deliver() } }
  }

  private func deliver() {
    let replies = waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
    for (call, outcome) in replies { call.completed(outcome) }
  }
}
