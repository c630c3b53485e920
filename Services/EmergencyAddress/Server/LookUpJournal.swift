import EmergencyAddressStore
import Synchronization
import Telephony

/// Who looked what up, until it is durable. A look-up never waits for it: when the database does not keep up, or its disk
/// is full, readings are lost and counted (design.md section 5).
final class LookUpJournal: Sendable {
  private struct State {
    var readings: [LookUpReading] = []
    var lostCount = 0
  }

  /// Readings that wait at most: some 100 MB, and more than a second of look-ups at full speed.
  static let capacity = 1 << 20

  private let state = Mutex(State())

  func note(_ number: TelephoneNumber, by principal: String, at time: Instant) {
    state.withLock { state in
      guard state.readings.count < Self.capacity else {
        state.lostCount += 1
        return
      }
      state.readings.append(LookUpReading(number: number, principal: principal, time: time))
    }
  }

  /// All readings that wait; they are the caller's now.
  func take() -> [LookUpReading] {
    state.withLock { state in
      defer { state.readings = [] }
      return state.readings
    }
  }

  /// Takes readings back that could not be stored.
  func putBack(_ readings: [LookUpReading]) {
    state.withLock { state in
      let room = Self.capacity - state.readings.count
      state.lostCount += max(0, readings.count - room)
      state.readings += readings.prefix(max(0, room))
    }
  }

  /// How many were lost since the process began.
  var lostCount: Int { state.withLock { $0.lostCount } }
}
