import Messages
import Synchronization
import Telephony

/// Which numbers the simulated emergency provider knows, and whose they are.
final class ServedNumbers: Sendable {
  private let subjects = Mutex<[UInt64: String]>([:])

  /// Calls from the numbers are the subject's, and no other's.
  func add(_ runs: [CarrierV1.NumberRun], to subject: String) {
    subjects.withLock { subjects in
      for number in runs.lazy.flatMap(\.digits) { subjects[number] = subject }
    }
  }

  /// The numbers are nobody's, as far as they are still the subject's.
  func remove(_ runs: [CarrierV1.NumberRun], from subject: String) {
    subjects.withLock { subjects in
      for number in runs.lazy.flatMap(\.digits) where subjects[number] == subject { subjects[number] = nil }
    }
  }

  /// Whose number it is; nil when nobody has added it.
  func subject(of number: TelephoneNumber) -> String? { subjects.withLock { $0[number.digits] } }
}

extension CarrierV1.NumberRun {
  fileprivate var digits: Range<UInt64> {
    guard let first = TelephoneNumber(e164: firstNumber)?.digits else { return 0..<0 }
    return first..<first + UInt64(max(0, count))
  }
}
