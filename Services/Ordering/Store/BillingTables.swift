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

  /// Notes that an organization has a number from now on, in the place of whoever had it before.
  public func provide(_ provided: ProvidedNumber, isCharged: Bool) throws {
    try transaction.execute(
      .putProvided,
      Int64(provided.number.digits),
      provided.organization,
      provided.order,
      provided.provisionTime.milliseconds,
      isCharged
    )
  }

  /// The numbers that an organization has and is not charged for, which are from now on noted as charged.
  public func chargeAll(ofOrganization id: String) throws -> [ProvidedNumber] {
    let numbers = try transaction.query(.selectUncharged, id) { row in try Self.provided(row) }
    try transaction.execute(.chargeAll, id)
    return numbers
  }

  /// Who has a number and whether it is charged; nil when nobody has it.
  public func provided(_ number: TelephoneNumber) throws -> (provided: ProvidedNumber, isCharged: Bool)? {
    try transaction.first(.selectProvided, Int64(number.digits)) { row in
      (provided: try Self.provided(row), isCharged: row[4] as Bool)
    }
  }

  /// The numbers that an organization has.
  public func provided(toOrganization id: String) throws -> [ProvidedNumber] {
    try transaction.query(.selectProvidedTo, id) { row in try Self.provided(row) }
  }

  /// Forgets a number that nobody has any more.
  public func takeAway(_ number: TelephoneNumber) throws {
    try transaction.execute(.deleteProvided, Int64(number.digits))
  }

  private static func provided(_ row: borrowing Row) throws -> ProvidedNumber {
    let digits: Int64 = row[0]
    guard let number = TelephoneNumber(digits: UInt64(clamping: digits)) else {
      throw StorageError(.corrupt, "a provided number is none")
    }
    return ProvidedNumber(
      number: number,
      organization: row[1],
      order: row[2],
      provisionTime: Instant(milliseconds: row[3])
    )
  }

  /// Licences that an organization is charged for.
  public func chargedLicenses(ofOrganization id: String) throws -> Int {
    try transaction.first(.selectLicenses, id) { row in row[0] } ?? 0
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
  fileprivate static let putProvided = Statement(
    "INSERT OR REPLACE INTO provided_number VALUES (?1, ?2, ?3, ?4, ?5)"
  )
  fileprivate static let selectUncharged = Statement(
    """
    SELECT phone_number, organization, order_name, provision_time_ms FROM provided_number
    WHERE organization = ?1 AND is_charged = 0 ORDER BY provision_time_ms, phone_number
    """
  )
  fileprivate static let chargeAll = Statement(
    "UPDATE provided_number SET is_charged = 1 WHERE organization = ?1 AND is_charged = 0"
  )
  fileprivate static let selectProvided = Statement(
    """
    SELECT phone_number, organization, order_name, provision_time_ms, is_charged FROM provided_number
    WHERE phone_number = ?1
    """
  )
  fileprivate static let selectProvidedTo = Statement(
    """
    SELECT phone_number, organization, order_name, provision_time_ms FROM provided_number
    WHERE organization = ?1 ORDER BY phone_number
    """
  )
  fileprivate static let deleteProvided = Statement("DELETE FROM provided_number WHERE phone_number = ?1")
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
