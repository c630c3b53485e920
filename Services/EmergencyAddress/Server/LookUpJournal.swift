import EmergencyAddressStore
import Synchronization
import Telephony

/// Who looked what up, until it is durable. A look-up never waits for it: when the database does not keep up, or its disk
/// is full, readings are lost and counted (design.md section 5).
final class LookUpJournal: Sendable {
  private struct State {
    var full: [[LookUpReading]] = []
    var current: [LookUpReading] = []
    var lostCount = 0
  }

  /// Readings are handed on in chunks, so that none is ever copied while look-ups wait.
  static let chunkSize = 8_192
  /// Chunks that wait at most: a million readings, some 50 MB, more than a second of look-ups at full speed.
  static let mostChunks = 128
  private static let chunksAtOnce = 16

  private let state = Mutex(State())

  func note(_ number: TelephoneNumber, by principal: String, at time: Instant) {
    state.withLock { state in
      if state.current.count == Self.chunkSize {
        guard state.full.count < Self.mostChunks else {
          state.lostCount += 1
          return
        }
        state.full.append(state.current)
        state.current = []
        state.current.reserveCapacity(Self.chunkSize)
      }
      state.current.append(LookUpReading(number: number, principal: principal, time: time))
    }
  }

  /// The oldest readings that wait, some of them; they are the caller's now.
  func take() -> [[LookUpReading]] {
    state.withLock { state in
      guard !state.full.isEmpty else {
        defer { state.current = [] }
        return state.current.isEmpty ? [] : [state.current]
      }
      defer { state.full.removeFirst(min(Self.chunksAtOnce, state.full.count)) }
      return Array(state.full.prefix(Self.chunksAtOnce))
    }
  }

  /// Takes readings back that could not be stored.
  func putBack(_ chunks: [[LookUpReading]]) {
    state.withLock { state in
      state.full.insert(contentsOf: chunks, at: 0)
      while state.full.count > Self.mostChunks { state.lostCount += state.full.removeLast().count }
    }
  }

  /// How many were lost since the process began.
  var lostCount: Int { state.withLock { $0.lostCount } }
}
