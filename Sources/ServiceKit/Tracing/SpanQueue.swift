import Synchronization

/// Spans that wait to be sent. No call waits for them: what finds no room is lost, and counted.
final class SpanQueue: Sendable {
  static let capacity = 16_384

  private let spans = Mutex<[CallSpan]>([])
  let lost: Counter

  init(lost: Counter) { self.lost = lost }

  func add(_ span: CallSpan) {
    let hasRoom = spans.withLock { spans in
      guard spans.count < Self.capacity else { return false }
      spans.append(span)
      return true
    }
    if !hasRoom { lost.increment() }
  }

  /// The oldest ones; empty when none wait.
  func take(atMost count: Int) -> [CallSpan] {
    spans.withLock { spans in
      let taken = Array(spans.prefix(count))
      spans.removeFirst(taken.count)
      return taken
    }
  }
}
