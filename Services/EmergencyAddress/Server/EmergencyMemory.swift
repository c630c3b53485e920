import EmergencyAddressRules
import EmergencyAddressStore
import Storage
import Synchronization
import Telephony

/// The book of addresses, so that a look-up waits for nothing.
///
/// Only the writer's thread changes addresses and numbers in it, together with the tables; a change whose transaction
/// fails is put back.
final class EmergencyMemory: Sendable {
  private let book = Mutex(AddressBook(prepare: LookUpAnswer.prepare))
  /// Raised by every fact that was followed.
  let changes = ChangeSignal()

  func read<Answer: ~Copyable, Failure: Error>(
    _ body: (borrowing AddressBook) throws(Failure) -> sending Answer
  ) throws(Failure) -> sending Answer {
    try book.withLock { book throws(Failure) in try body(book) }
  }

  /// The numbers for which an address holds. Look-ups do not wait while all numbers are gone over.
  func uses(of subject: AddressSubject) -> [TelephoneNumber] {
    guard case .location(let name) = subject, let place = read({ $0.index(ofPlace: name) }) else {
      return read { $0.uses(of: subject) }
    }
    let numbers = read { $0.numbers }.numbers(of: place)
    return stride(from: 0, to: numbers.count, by: 1_000).flatMap { start in
      read { $0.uses(of: subject, among: numbers[start..<min(start + 1_000, numbers.count)]) }
    }
  }

  private func change(_ body: (inout AddressBook) -> Void) {
    book.withLock { body(&$0) }
  }
}

// MARK: - Noting what is durable
extension EmergencyMemory {
  func note(_ rules: AddressRules, of countryCode: String) {
    change { $0.note(rules, of: countryCode) }
    changes.raise()
  }

  func note(_ organization: KnownOrganization) {
    change { $0.note(organization) }
    changes.raise()
  }

  func note(_ numbered: NumberedLocation) {
    change { $0.note(numbered.location, number: numbered.number) }
    changes.raise()
  }

  /// Reads numbers, their users and all addresses, when the service starts.
  func load(_ addresses: AddressTable, in transaction: Transaction) throws {
    try book.withLock { book in
      let records = try addresses.current(in: transaction)
      book.reserveCapacity(records.count)
      for record in records { book.put(record) }
      for location in try KnownLocationTable.all(in: transaction) {
        book.note(location.location, number: location.number)
      }
      try NumberRunTable.forEach(in: transaction) { book.assign($0) }
      try NumberUserTable.forEach(in: transaction) { book.setUser($1, of: $0) }
    }
  }
}

// MARK: - Changing together with the tables
extension EmergencyMemory {
  func put(_ record: AddressRecord, in transaction: Transaction) {
    let before = read { $0.record(of: record.subject) }
    change { $0.put(record) }
    transaction.onRollback { self.change { $0.put(before, of: record.subject) } }
  }

  /// Notes a location that only an event of numbers has named.
  func noteNew(_ numbered: NumberedLocation, in transaction: Transaction) {
    guard read({ $0.place(named: numbered.location.name) == nil }) else { return }
    change { $0.note(numbered.location, number: numbered.number) }
    transaction.onRollback { self.change { $0.forgetLocation(numbered.number) } }
  }

  func assign(_ run: NumberRun, in transaction: Transaction) {
    undoing(run, in: transaction)
    change { $0.assign(run) }
  }

  func remove(_ run: NumberRun, in transaction: Transaction) {
    undoing(run, in: transaction)
    change { $0.remove(run) }
  }

  private func undoing(_ run: NumberRun, in transaction: Transaction) {
    let before = read { $0.numbers.runs(in: run) }
    transaction.onRollback {
      self.change { book in
        book.remove(run)
        for part in before { book.assign(part) }
      }
    }
  }

  func setUser(_ user: String, of number: TelephoneNumber, in transaction: Transaction) {
    let before = read { $0.user(of: number) }
    change { $0.setUser(user, of: number) }
    transaction.onRollback { self.change { $0.setUser(before, of: number) } }
  }
}
