import Telephony

/// Reservations by the time at which something is due for them: a binary heap. Entries are never searched for: one
/// whose reservation has changed is found out when it comes up.
struct ExpiryHeap: Sendable {
  struct Entry: Hashable, Sendable {
    let time: Instant
    let reservation: Int64
  }

  private var entries: [Entry] = []

  var first: Entry? { entries.first }

  mutating func push(_ entry: Entry) {
    entries.append(entry)
    var child = entries.count - 1
    while child > 0, entries[child].time < entries[(child - 1) / 2].time {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Takes the earliest entry when it is due.
  mutating func pop(dueAt now: Instant) -> Entry? {
    guard let first = entries.first, first.time <= now, let last = entries.popLast() else { return nil }
    if !entries.isEmpty {
      entries[0] = last
      sink()
    }
    return first
  }

  private mutating func sink() {
    var parent = 0
    while true {
      let left = 2 * parent + 1
      guard left < entries.count else { return }
      let right = left + 1
      let child = right < entries.count && entries[right].time < entries[left].time ? right : left
      guard entries[child].time < entries[parent].time else { return }
      entries.swapAt(parent, child)
      parent = child
    }
  }
}
