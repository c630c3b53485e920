import GatewayRules
import Storage
import Telephony

/// An event on its way to a webhook.
public struct Delivery: Sendable {
  public let organization: String
  public let webhook: String
  public let event: StoredHappening
  /// Tries that have failed.
  public let attempts: Int
  /// When it was tried first; nil when it was not yet.
  public let firstTime: Instant?
  public let nextTime: Instant
  public let failure: String
}

/// What is still to be sent to webhooks, and what was given up.
public struct DeliveryTable {
  private let transaction: Transaction

  public init(_ transaction: Transaction) { self.transaction = transaction }

  /// Notes an event for a webhook.
  public func add(_ event: StoredHappening, to webhook: StoredWebhook, now: Instant) throws {
    try transaction.execute(
      .insert,
      webhook.organization,
      webhook.id,
      event.cursor,
      event.happening.resource,
      now.milliseconds
    )
  }

  /// What is due: of each resource only the first, because its events come in order.
  public func due(at now: Instant, limit: Int) throws -> [Delivery] {
    try transaction.query(.selectDue, now.milliseconds, limit) { row in Delivery(row) }
  }

  /// Deliveries that were given up, in the order of their events.
  public func dead(organization: String, webhook: String, after cursor: Int64, limit: Int) throws
    -> [Delivery]
  {
    try transaction.query(.selectDead, organization, webhook, cursor, limit) { row in Delivery(row) }
  }

  /// How many there are of a webhook.
  public func count(organization: String, webhook: String, isDead: Bool) throws -> Int {
    try transaction.first(.count, organization, webhook, isDead) { row in row[0] } ?? 0
  }

  /// It was taken.
  public func finish(_ delivery: Delivery) throws {
    try transaction.execute(
      .delete,
      delivery.organization,
      delivery.webhook,
      delivery.event.happening.resource,
      delivery.event.cursor
    )
  }

  /// It failed.
  ///
  /// - Parameter nextTime: when it is tried again; nil when it is given up.
  public func fail(_ delivery: Delivery, why: String, at now: Instant, nextTime: Instant?) throws {
    try transaction.execute(
      .fail,
      delivery.organization,
      delivery.webhook,
      delivery.event.happening.resource,
      delivery.event.cursor,
      nextTime == nil,
      (delivery.firstTime ?? now).milliseconds,
      (nextTime ?? now).milliseconds,
      why
    )
  }

  /// Sends again what was given up; false when there is no such delivery.
  public func replay(organization: String, webhook: String, cursor: Int64, now: Instant) throws -> Bool {
    try transaction.execute(.replay, organization, webhook, cursor, now.milliseconds) > 0
  }
}

extension Delivery {
  fileprivate init(_ row: borrowing Row) {
    let firstTime: Int64 = row[10]
    let organization: String = row[12]
    self.init(
      organization: organization,
      webhook: row[8],
      event: StoredHappening(row, organization: organization),
      attempts: row[9],
      firstTime: firstTime == 0 ? nil : Instant(milliseconds: firstTime),
      nextTime: Instant(milliseconds: row[11]),
      failure: row[13]
    )
  }
}

extension Statement {
  fileprivate static let insert = Statement(
    "INSERT INTO delivery VALUES (?1, ?2, ?3, ?4, 0, 0, 0, ?5, '')"
  )
  fileprivate static let selectDue = Statement(
    """
    SELECT e.cursor, e.kind, e.resource, e.location, e.state, e.reason, e.phone_numbers, e.time_ms,
      d.webhook, d.attempts, d.first_time_ms, d.next_time_ms, d.organization, d.failure
    FROM delivery d JOIN event e ON e.cursor = d.cursor
    WHERE d.is_dead = 0 AND d.next_time_ms <= ?1 AND NOT EXISTS (
      SELECT 1 FROM delivery b WHERE b.organization = d.organization AND b.webhook = d.webhook
        AND b.is_dead = 0 AND b.resource = d.resource AND b.cursor < d.cursor)
    ORDER BY d.next_time_ms LIMIT ?2
    """
  )
  fileprivate static let selectDead = Statement(
    """
    SELECT e.cursor, e.kind, e.resource, e.location, e.state, e.reason, e.phone_numbers, e.time_ms,
      d.webhook, d.attempts, d.first_time_ms, d.next_time_ms, d.organization, d.failure
    FROM delivery d JOIN event e ON e.cursor = d.cursor
    WHERE d.organization = ?1 AND d.webhook = ?2 AND d.is_dead = 1 AND d.cursor > ?3
    ORDER BY d.cursor LIMIT ?4
    """
  )
  fileprivate static let count = Statement(
    "SELECT count(*) FROM delivery WHERE organization = ?1 AND webhook = ?2 AND is_dead = ?3"
  )
  fileprivate static let delete = Statement(
    """
    DELETE FROM delivery
    WHERE organization = ?1 AND webhook = ?2 AND is_dead = 0 AND resource = ?3 AND cursor = ?4
    """
  )
  fileprivate static let fail = Statement(
    """
    UPDATE delivery SET is_dead = ?5, attempts = attempts + 1, first_time_ms = ?6, next_time_ms = ?7, failure = ?8
    WHERE organization = ?1 AND webhook = ?2 AND is_dead = 0 AND resource = ?3 AND cursor = ?4
    """
  )
  fileprivate static let replay = Statement(
    """
    UPDATE delivery SET is_dead = 0, attempts = 0, first_time_ms = 0, next_time_ms = ?4
    WHERE organization = ?1 AND webhook = ?2 AND is_dead = 1 AND cursor = ?3
    """
  )
}
