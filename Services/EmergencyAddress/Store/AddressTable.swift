import EmergencyAddressRules
import PersonalData
import Storage
import Telephony

/// The records of all addresses, with their personal part sealed.
public struct AddressTable: Sendable {
  private let cipher: FieldCipher

  /// - Parameter cipher: with the key of the service's personal data.
  public init(cipher: FieldCipher) {
    self.cipher = cipher
  }

  /// Adds a record; those before it stay as history.
  public func append(_ record: AddressRecord, in transaction: Transaction) throws {
    let path = record.subject.path
    try transaction.execute(
      .insertAddress,
      path,
      record.version,
      record.revision,
      try cipher.seal(AddressForm.encode(record), place: Self.place(path, record.version)),
      record.progress.rawValue,
      record.step.rawValue,
      record.rejection,
      record.action.rawValue,
      record.principal,
      record.time.milliseconds
    )
  }

  /// The last record of each subject.
  public func current(in transaction: Transaction) throws -> [AddressRecord] {
    try transaction.query(.selectCurrent) { row in try record(row) }
  }

  /// The records of a subject before a version, the newest first.
  public func history(
    of subject: AddressSubject,
    before version: Int64,
    limit: Int,
    in transaction: Transaction
  ) throws -> [AddressRecord] {
    try transaction.query(.selectHistory, subject.path, version, limit) { row in try record(row) }
  }

  /// The record of a subject at an instant.
  public func record(
    of subject: AddressSubject,
    at time: Instant,
    in transaction: Transaction
  ) throws -> AddressRecord? {
    try transaction.first(.selectAsOf, subject.path, time.milliseconds) { row in try record(row) }
  }

  private func record(_ row: borrowing Row) throws -> AddressRecord {
    let path: String = row[0]
    guard let subject = AddressSubject(path: path), let progress = AddressProgress(rawValue: row[4]),
      let step = AddressStep(rawValue: row[5]), let action = AddressAction(rawValue: row[7])
    else { throw StorageError(.corrupt, "an address has a subject or state that is not known") }
    var record = AddressRecord(
      subject: subject,
      version: row[1],
      revision: row[2],
      address: CivicAddress(),
      progress: progress,
      step: step,
      rejection: row[6],
      action: action,
      principal: row[8],
      time: Instant(milliseconds: row[9])
    )
    try AddressForm.decode(try cipher.open(row[3], place: Self.place(path, record.version)), into: &record)
    return record
  }

  private static func place(_ path: String, _ version: Int64) -> String {
    "emergency address \(version) of \(path)"
  }
}

extension Statement {
  fileprivate static let insertAddress = Statement(
    "INSERT INTO address VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
  )
  fileprivate static let selectCurrent = Statement(
    """
    SELECT subject, version, revision, content, progress, step, rejection, action, principal, time_ms
    FROM address AS held WHERE version = (SELECT max(version) FROM address WHERE subject = held.subject)
    """
  )
  fileprivate static let selectHistory = Statement(
    """
    SELECT subject, version, revision, content, progress, step, rejection, action, principal, time_ms
    FROM address WHERE subject = ?1 AND version < ?2 ORDER BY version DESC LIMIT ?3
    """
  )
  fileprivate static let selectAsOf = Statement(
    """
    SELECT subject, version, revision, content, progress, step, rejection, action, principal, time_ms
    FROM address WHERE subject = ?1 AND time_ms <= ?2 ORDER BY version DESC LIMIT 1
    """
  )
}
