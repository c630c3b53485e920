import GatewayRules
import Storage
import Telephony

/// A webhook as it is kept. Its secrets are sealed.
public struct StoredWebhook: Sendable {
  public let organization: String
  public let id: String
  public let url: String
  /// Numbers of kinds; all when empty.
  public let kinds: Set<Int>
  public var secret: [UInt8]
  /// The secret before, with which deliveries are signed as well until an instant.
  public var oldSecret: [UInt8]?
  public var oldSecretEnd: Instant
  public let createTime: Instant
  public var lastFailure: String
  /// How often in a row it did not answer in time.
  public let timeouts: Int

  public init(
    organization: String,
    id: String,
    url: String,
    kinds: Set<Int>,
    secret: [UInt8],
    oldSecret: [UInt8]? = nil,
    oldSecretEnd: Instant = Instant(milliseconds: 0),
    createTime: Instant,
    lastFailure: String = "",
    timeouts: Int = 0
  ) {
    self.organization = organization
    self.id = id
    self.url = url
    self.kinds = kinds
    self.secret = secret
    self.oldSecret = oldSecret
    self.oldSecretEnd = oldSecretEnd
    self.createTime = createTime
    self.lastFailure = lastFailure
    self.timeouts = timeouts
  }

  public var key: WebhookKey { WebhookKey(organization: organization, id: id) }
  public var name: String { "organizations/\(organization)/webhooks/\(id)" }
}

/// The webhooks in the database.
public struct WebhookTable {
  private let transaction: Transaction

  public init(_ transaction: Transaction) { self.transaction = transaction }

  public func find(organization: String, id: String) throws -> StoredWebhook? {
    try transaction.first(.selectWebhook, organization, id) { row in StoredWebhook(row) }
  }

  /// Those of an organization, oldest first.
  public func all(of organization: String) throws -> [StoredWebhook] {
    try transaction.query(.selectWebhooks, organization) { row in StoredWebhook(row) }
  }

  /// Those that are told something: what everybody is told whatever kinds they want.
  public func all(told happening: Happening) throws -> [StoredWebhook] {
    guard !happening.organization.isEmpty else {
      return try transaction.query(.selectEveryWebhook) { row in StoredWebhook(row) }
    }
    return try all(of: happening.organization).filter {
      $0.kinds.isEmpty || $0.kinds.contains(happening.kind)
    }
  }

  public func save(_ webhook: StoredWebhook) throws {
    try transaction.execute(
      .saveWebhook,
      webhook.organization,
      webhook.id,
      webhook.url,
      webhook.kinds.sorted().map(String.init).joined(separator: " "),
      webhook.secret,
      webhook.oldSecret,
      webhook.oldSecretEnd.milliseconds,
      webhook.createTime.milliseconds,
      webhook.lastFailure
    )
  }

  /// Those that have to be sent something now.
  public func due(at now: Instant) throws -> [DueWebhook] {
    try transaction.query(.selectDueWebhooks, now.milliseconds) { row in
      DueWebhook(WebhookKey(organization: row[0], id: row[1]), timeouts: row[2])
    }
  }

  /// Notes what its receiver answered; nothing when it took the delivery.
  public func noteAnswer(_ failure: String, of webhook: WebhookKey) throws {
    try transaction.execute(.noteAnswer, webhook.organization, webhook.id, failure)
  }

  /// Notes that its receiver did not answer in time, and leaves it alone for a while.
  ///
  /// - Parameter start: when the delivery was begun; false when the webhook had to pause since, for another one.
  public func noteTimeout(
    _ failure: String,
    of webhook: WebhookKey,
    startedAt start: Instant,
    pauseEnd: Instant
  ) throws -> Bool {
    try transaction.execute(
      .noteTimeout,
      webhook.organization,
      webhook.id,
      failure,
      start.milliseconds,
      pauseEnd.milliseconds
    ) > 0
  }

  /// Removes it with its deliveries; false when there is none.
  public func remove(organization: String, id: String) throws -> Bool {
    let cursors = try transaction.query(.deleteDeliveries, organization, id) { row in row[0] as Int64 }
    for cursor in cursors { try EventTable(transaction).release(cursor) }
    return try transaction.execute(.deleteWebhook, organization, id) > 0
  }
}

extension StoredWebhook {
  fileprivate init(_ row: borrowing Row) {
    let kinds: String = row[3]
    self.init(
      organization: row[0],
      id: row[1],
      url: row[2],
      kinds: Set(kinds.split(separator: " ").compactMap { Int($0) }),
      secret: row[4],
      oldSecret: row[5],
      oldSecretEnd: Instant(milliseconds: row[6]),
      createTime: Instant(milliseconds: row[7]),
      lastFailure: row[8],
      timeouts: row[9]
    )
  }
}

extension Statement {
  fileprivate static let selectWebhook = Statement(
    """
    SELECT organization, id, url, kinds, secret, old_secret, old_secret_end_ms, create_time_ms, last_failure,
      timeouts
    FROM webhook WHERE organization = ?1 AND id = ?2
    """
  )
  fileprivate static let selectWebhooks = Statement(
    """
    SELECT organization, id, url, kinds, secret, old_secret, old_secret_end_ms, create_time_ms, last_failure,
      timeouts
    FROM webhook WHERE organization = ?1 ORDER BY create_time_ms, id
    """
  )
  fileprivate static let selectEveryWebhook = Statement(
    """
    SELECT organization, id, url, kinds, secret, old_secret, old_secret_end_ms, create_time_ms, last_failure,
      timeouts
    FROM webhook
    """
  )
  fileprivate static let saveWebhook = Statement(
    """
    INSERT INTO webhook (organization, id, url, kinds, secret, old_secret, old_secret_end_ms, create_time_ms,
      last_failure)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    ON CONFLICT (organization, id) DO UPDATE SET secret = excluded.secret, old_secret = excluded.old_secret,
      old_secret_end_ms = excluded.old_secret_end_ms, last_failure = excluded.last_failure
    """
  )
  fileprivate static let selectDueWebhooks = Statement(
    """
    SELECT organization, id, timeouts FROM webhook WHERE pause_end_ms <= ?1 AND EXISTS (
      SELECT 1 FROM delivery WHERE delivery.organization = webhook.organization AND delivery.webhook = webhook.id
        AND is_first = 1 AND next_time_ms <= ?1)
    """
  )
  // Written only when something changed.
  fileprivate static let noteAnswer = Statement(
    """
    UPDATE webhook SET last_failure = ?3, timeouts = 0, pause_end_ms = 0
    WHERE organization = ?1 AND id = ?2 AND (last_failure != ?3 OR timeouts > 0)
    """
  )
  fileprivate static let noteTimeout = Statement(
    """
    UPDATE webhook SET last_failure = ?3, timeouts = timeouts + 1, pause_end_ms = ?5
    WHERE organization = ?1 AND id = ?2 AND pause_end_ms <= ?4
    """
  )
  fileprivate static let deleteDeliveries = Statement(
    "DELETE FROM delivery WHERE organization = ?1 AND webhook = ?2 RETURNING cursor"
  )
  fileprivate static let deleteWebhook = Statement("DELETE FROM webhook WHERE organization = ?1 AND id = ?2")
}
