import NIOCore

/// Messages that came and were not taken yet. One is the rule, and costs no allocation.
struct MessageQueue {
  private var first: InboundMessage?
  private var rest: CircularBuffer<InboundMessage>?

  var isEmpty: Bool { first == nil }

  var count: Int { first == nil ? 0 : 1 + (rest?.count ?? 0) }

  mutating func append(_ message: InboundMessage) {
    if first == nil {
      first = message
    } else {
      rest = rest ?? CircularBuffer()
      rest?.append(message)
    }
  }

  mutating func popFirst() -> InboundMessage? {
    defer { first = rest?.popFirst() }
    return first
  }

  mutating func removeAll() {
    first = nil
    rest = nil
  }
}
