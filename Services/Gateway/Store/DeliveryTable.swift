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

  public var key: WebhookKey { WebhookKey(organization: organization, id: webhook) }
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

  /// What is due for a webhook, the longest first: of each resource only the first, because its events come in order.
  public func due(for webhook: WebhookKey, at now: Instant, limit: Int) throws -> [Delivery] {
    try transaction.query(.selectDue, webhook.organization, webhook.id, now.milliseconds, limit) { row in
      Delivery(row)
    }
  }

  /// Whether it is still to be sent, as it was read.
  public func isDue(_ delivery: Delivery) throws -> Bool {
    try transaction.first(
      .selectIsDue,
      delivery.organization,
      delivery.webhook,
      delivery.event.happening.resource,
      delivery.event.cursor,
      delivery.attempts
    ) { _ in true } ?? false
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
    let resource = delivery.event.happening.resource
    try transaction.execute(
      .delete,
      delivery.organization,
      delivery.webhook,
      resource,
      delivery.event.cursor
    )
    try EventTable(transaction).release(delivery.event.cursor)
    try advance(delivery.key, resource)
  }

  /// It failed.
  ///
  /// - Parameter nextTime: when it is tried again; nil when it is given up.
  public func fail(_ delivery: Delivery, why: String, at now: Instant, nextTime: Instant?) throws {
    let resource = delivery.event.happening.resource
    try transaction.execute(
      .fail,
      delivery.organization,
      delivery.webhook,
      resource,
      delivery.event.cursor,
      nextTime == nil,
      (delivery.firstTime ?? now).milliseconds,
      (nextTime ?? now).milliseconds,
      why
    )
    if nextTime == nil { try advance(delivery.key, resource) }
  }

  /// A receiver that did not answer one delivery would have answered none that was due: each has begun to fail, and those
  /// that fail for too long are given up; returns how many.
  public func failDue(of webhook: WebhookKey, why: String, at now: Instant, patience: Duration) throws -> Int
  {
    let (organization, id) = (webhook.organization, webhook.id)
    try transaction.execute(.beginToFail, organization, id, now.milliseconds, why)
    let start = now - patience
    let resources = try transaction.query(
      .giveUp,
      organization,
      id,
      now.milliseconds,
      start.milliseconds
    ) { row in row[0] as String }
    for resource in resources { try advance(webhook, resource) }
    return resources.count
  }

  /// Sends again what was given up, in the order of its events; returns how many of them there were.
  public func replay(_ cursors: [Int64], of webhook: WebhookKey, now: Instant) throws -> Int {
    let (organization, id) = (webhook.organization, webhook.id)
    let resources = try cursors.compactMap { cursor in
      try transaction.query(.replay, organization, id, cursor, now.milliseconds) { row in row[0] as String }
        .first
    }
    for resource in Set(resources) {
      try transaction.execute(.holdBack, organization, id, resource)
      try advance(webhook, resource)
    }
    return resources.count
  }

  /// Removes what was given up before a time, some at a time; returns how many.
  public func forgetDead(before time: Instant, limit: Int) throws -> Int {
    let dead = try transaction.query(.selectOldDead, time.milliseconds, limit) { row in
      (organization: row[0] as String, webhook: row[1] as String, cursor: row[2] as Int64)
    }
    for delivery in dead {
      try transaction.execute(.deleteDead, delivery.organization, delivery.webhook, delivery.cursor)
      try EventTable(transaction).release(delivery.cursor)
    }
    return dead.count
  }

  /// Makes the first of what waits for a resource the one that is looked at.
  private func advance(_ webhook: WebhookKey, _ resource: String) throws {
    try transaction.execute(.advance, webhook.organization, webhook.id, resource)
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
    """
    INSERT INTO delivery (organization, webhook, cursor, resource, is_dead, attempts, first_time_ms, next_time_ms,
      failure, is_first)
    VALUES (?1, ?2, ?3, ?4, 0, 0, 0, ?5, '', NOT EXISTS (
      SELECT 1 FROM delivery WHERE organization = ?1 AND webhook = ?2 AND is_dead = 0 AND resource = ?4))
    """
  )
  fileprivate static let selectDue = Statement(
    """
    SELECT e.cursor, e.kind, e.resource, e.location, e.state, e.reason, e.phone_numbers, e.time_ms,
      d.webhook, d.attempts, d.first_time_ms, d.next_time_ms, d.organization, d.failure
    FROM delivery d JOIN event e ON e.cursor = d.cursor
    WHERE d.organization = ?1 AND d.webhook = ?2 AND d.is_first = 1 AND d.next_time_ms <= ?3
    ORDER BY d.next_time_ms LIMIT ?4
    """
  )
  fileprivate static let selectIsDue = Statement(
    """
    SELECT 1 FROM delivery
    WHERE organization = ?1 AND webhook = ?2 AND is_dead = 0 AND resource = ?3 AND cursor = ?4 AND is_first = 1
      AND attempts = ?5
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
    UPDATE delivery SET is_dead = ?5, is_first = is_first AND NOT ?5, attempts = attempts + 1, first_time_ms = ?6,
      next_time_ms = ?7, failure = ?8
    WHERE organization = ?1 AND webhook = ?2 AND is_dead = 0 AND resource = ?3 AND cursor = ?4
    """
  )
  fileprivate static let beginToFail = Statement(
    """
    UPDATE delivery SET first_time_ms = ?3, failure = ?4
    WHERE organization = ?1 AND webhook = ?2 AND is_first = 1 AND next_time_ms <= ?3 AND first_time_ms = 0
    """
  )
  fileprivate static let giveUp = Statement(
    """
    UPDATE delivery SET is_dead = 1, is_first = 0, next_time_ms = ?3
    WHERE organization = ?1 AND webhook = ?2 AND is_first = 1 AND first_time_ms BETWEEN 1 AND ?4
    RETURNING resource
    """
  )
  fileprivate static let replay = Statement(
    """
    UPDATE delivery SET is_dead = 0, attempts = 0, first_time_ms = 0, next_time_ms = ?4
    WHERE organization = ?1 AND webhook = ?2 AND is_dead = 1 AND cursor = ?3 RETURNING resource
    """
  )
  fileprivate static let holdBack = Statement(
    """
    UPDATE delivery SET is_first = 0
    WHERE organization = ?1 AND webhook = ?2 AND is_dead = 0 AND resource = ?3 AND is_first = 1
    """
  )
  fileprivate static let advance = Statement(
    """
    UPDATE delivery SET is_first = 1
    WHERE organization = ?1 AND webhook = ?2 AND is_dead = 0 AND resource = ?3 AND cursor = (
      SELECT min(cursor) FROM delivery
      WHERE organization = ?1 AND webhook = ?2 AND is_dead = 0 AND resource = ?3)
    """
  )
  fileprivate static let selectOldDead = Statement(
    """
    SELECT organization, webhook, cursor FROM delivery
    WHERE is_dead = 1 AND next_time_ms < ?1 ORDER BY next_time_ms LIMIT ?2
    """
  )
  fileprivate static let deleteDead = Statement(
    "DELETE FROM delivery WHERE organization = ?1 AND webhook = ?2 AND is_dead = 1 AND cursor = ?3"
  )
}
