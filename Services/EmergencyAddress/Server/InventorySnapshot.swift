import EmergencyAddressRules
import Synchronization
import Telephony

/// What a stream that began at 0 has told so far. When it is a snapshot of the inventory, whatever else is known here was
/// given up while nobody followed.
final class InventorySnapshot: Sendable {
  private struct Told {
    var numbers = NumberMap()
    var users: Set<UInt64> = []
  }

  private let told = Mutex<Told?>(nil)

  /// A stream begins at a cursor.
  func begin(at cursor: Int64) {
    told.withLock { $0 = cursor == 0 ? Told() : nil }
  }

  func note(_ runs: [NumberRun]) {
    told.withLock { told in
      for run in runs { told?.numbers.assign(run) }
    }
  }

  func noteUser(of number: TelephoneNumber) {
    told.withLock { told in _ = told?.users.insert(number.digits) }
  }

  /// What is known and was not told, once an event has a sequence: that is the end of a snapshot, unless it is the very
  /// first event, with which the inventory's own log begins.
  func missing(in book: borrowing AddressBook, at sequence: Int64) -> Missing? {
    guard sequence > 0 else { return nil }
    let ended = told.withLock { told in
      defer { told = nil }
      return told
    }
    guard let ended, sequence > 1 else { return nil }
    let runs = book.numbers.runs.flatMap { run in
      ended.numbers.runs(in: run).reduce([run]) { $1.leaving($0) }
    }
    return Missing(runs: runs, users: book.numbersWithUsers.filter { !ended.users.contains($0.digits) })
  }

  struct Missing {
    let runs: [NumberRun]
    let users: [TelephoneNumber]
  }
}
