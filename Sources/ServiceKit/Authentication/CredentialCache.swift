import NIOCore
import RPC
import Synchronization

/// Callers whose credentials were verified, by the text of the header that carried them.
///
/// Verifying a signature takes 50 us and more, a look-up here about 30 ns. The texts are kept in two generations:
/// when the younger one is full it becomes the older, so that those in use stay and the memory is bounded.
final class CredentialCache: Sendable {
  struct Entry: Sendable {
    let text: String
    let caller: Caller
    /// On the monotonic clock, so that no call asks for the time of day.
    let expiry: NIODeadline
  }

  private struct State {
    var last: Entry?
    var young: [TailKey: Entry] = [:]
    var old: [TailKey: Entry] = [:]
  }

  private let generationLimit: Int
  private let state = Mutex(State())

  init(generationLimit: Int = 8_192) {
    self.generationLimit = generationLimit
  }

  func entry(for text: String) -> Entry? {
    state.withLock { state in
      if let last = state.last, last.text == text { return last }
      let key = TailKey(text)
      if let entry = state.young[key] {
        state.last = entry
        return entry
      }
      guard let entry = state.old[key] else { return nil }
      insert(entry, key, &state)
      return entry
    }
  }

  func insert(_ entry: Entry) {
    state.withLock { insert(entry, TailKey(entry.text), &$0) }
  }

  private func insert(_ entry: Entry, _ key: TailKey, _ state: inout State) {
    if state.young.count >= generationLimit {
      state.old = state.young
      state.young = [:]
    }
    state.young[key] = entry
    state.last = entry
  }

  var count: Int {
    state.withLock { $0.young.count + $0.old.count }
  }
}
