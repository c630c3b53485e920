import OrderingRules
import Storage
import Telephony

/// A billing event and its place among all events of the service.
public struct StoredBillingEvent: Sendable {
  public let sequence: Int64
  public let event: BillingEvent
}

/// What began and ended to be charged, and what is charged now.
public struct BillingTables {
  private let transaction: Transaction

  public init(_ transaction: Transaction) {
    self.transaction = transaction
  }

  /// Keeps an event for ever.
  ///
  /// - Parameter sequence: of the same event in the outbox.
  public func insert(_ event: BillingEvent, sequence: Int64) throws {
    let (number, licenses): (Int64, Int) =
      switch event.subject {
      case .number(let number): (Int64(number.digits), 0)
      case .outboundCallingPlans(let count): (0, count)
      }
    try transaction.execute(
      .insertEvent,
      sequence,
      event.organization,
      event.kind.rawValue,
      number,
      licenses,
      event.order,
      event.effectiveTime.milliseconds,
      event.cause.rawValue
    )
  }

  /// The events of an organization after a sequence, oldest first.
  public func events(ofOrganization id: String, after sequence: Int64, limit: Int) throws
    -> [StoredBillingEvent]
  {
    try transaction.query(.selectEvents, id, sequence, limit) { row in
      let (number, licenses): (Int64, Int) = (row[2], row[3])
      guard let kind = BillingEvent.Kind(rawValue: row[1]), let cause = BillingEvent.Cause(rawValue: row[6])
      else { throw StorageError(.corrupt, "a billing event has an unknown kind or cause") }
      let subject: BillingEvent.Subject =
        TelephoneNumber(digits: UInt64(clamping: number)).map { .number($0) }
        ?? .outboundCallingPlans(licenses)
      return StoredBillingEvent(
        sequence: row[0],
        event: BillingEvent(
          organization: id,
          kind: kind,
          subject: subject,
          order: row[4],
          effectiveTime: Instant(milliseconds: row[5]),
          cause: cause
        )
      )
    }
  }

  /// Begins to charge a number; false when it is charged already.
  public func beginCharging(_ number: TelephoneNumber, organization: String, order: String) throws -> Bool {
    try transaction.execute(.insertCharge, Int64(number.digits), organization, order) > 0
  }

  /// Ends to charge a number, and says for whom and by which order it was; nil when it was not charged.
  public func endCharging(_ number: TelephoneNumber) throws -> (organization: String, order: String)? {
    let charge = try transaction.first(.selectCharge, Int64(number.digits)) { row in
      (organization: row[0] as String, order: row[1] as String)
    }
    if charge != nil { try transaction.execute(.deleteCharge, Int64(number.digits)) }
    return charge
  }

  /// Licences that an organization is charged for; nil when it is not charged for anything yet, as a trial.
  public func chargedLicenses(ofOrganization id: String) throws -> Int? {
    try transaction.first(.selectLicenses, id) { row in row[0] }
  }

  public func setChargedLicenses(_ count: Int, ofOrganization id: String) throws {
    try transaction.execute(.putLicenses, id, count)
  }
}

extension Statement {
  fileprivate static let insertEvent = Statement(
    "INSERT INTO billing_event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
  )
  fileprivate static let selectEvents = Statement(
    """
    SELECT sequence, kind, phone_number, licenses, order_name, effective_time_ms, cause FROM billing_event
    WHERE organization = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3
    """
  )
  fileprivate static let insertCharge = Statement(
    "INSERT INTO charged_number VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"
  )
  fileprivate static let selectCharge = Statement(
    "SELECT organization, order_name FROM charged_number WHERE phone_number = ?1"
  )
  fileprivate static let deleteCharge = Statement("DELETE FROM charged_number WHERE phone_number = ?1")
  fileprivate static let selectLicenses = Statement(
    "SELECT licenses FROM charged_organization WHERE organization = ?1"
  )
  fileprivate static let putLicenses = Statement(
    """
    INSERT INTO charged_organization VALUES (?1, ?2)
    ON CONFLICT (organization) DO UPDATE SET licenses = excluded.licenses
    """
  )
}
