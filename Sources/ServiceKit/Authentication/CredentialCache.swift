import NIOCore
import RPC
import Synchronization

/// Callers whose credentials were verified, by the text of the header that carried them.
///
/// Verifying a signature takes 50 us and more, a look-up here some 30 ns. The table is of fixed size: a
/// caller who falls out of it is verified again.
final class CredentialCache: Sendable {
  /// A class, because handing it out costs one reference count instead of one for each string.
  final class Entry: Sendable {
    let text: String
    let caller: Caller
    let scopes: Scopes
    /// On the monotonic clock, so that no call asks for the time of day.
    let expiry: NIODeadline

    init(text: String, caller: Caller, scopes: Scopes = .all, expiry: NIODeadline) {
      self.text = text
      self.caller = caller
      self.scopes = scopes
      self.expiry = expiry
    }
  }

  private struct State {
    var last: Entry?
    var table: TailTable<Entry>
  }

  private let capacity: Int

  private let state: Mutex<State>

  /// - Parameter capacity: a power of two.
  init(capacity: Int = 8_192) {
    self.capacity = capacity
    state = Mutex(State(table: TailTable(capacity: capacity)))
  }

  func entry(for text: String) -> Entry? {
    state.withLock { state in
      if let last = state.last, last.text == text { return last }
      guard let entry = state.table[text] else { return nil }
      state.last = entry
      return entry
    }
  }

  func insert(_ entry: Entry) {
    state.withLock { state in
      state.table.insert(entry, for: entry.text)
      state.last = entry
    }
  }

  func removeAll() {
    state.withLock { $0 = State(table: TailTable(capacity: capacity)) }
  }

  var count: Int { state.withLock { $0.table.count } }
}
