import OrderingRules
import Storage
import Telephony

/// Writes orders, in the transaction of whoever changes them.
public struct OrderWriter {
  private let transaction: Transaction

  public init(_ transaction: Transaction) {
    self.transaction = transaction
  }

  /// Stores a new order with its first step.
  public func insert(_ order: Order, requestHash: [UInt8], stepRequestID: String) throws {
    try transaction.execute(
      .insert,
      order.name,
      order.organization,
      order.location,
      order.reservation,
      order.fencingToken,
      order.phase.rawValue,
      order.failure,
      order.createTime.milliseconds,
      order.updateTime.milliseconds,
      order.version,
      requestHash
    )
    guard let stored = try OrderReader(transaction).order(named: order.name) else { return }
    try writeParts(of: order, after: nil, stored.sequence)
    try writeStep(of: order, stored.sequence, stepRequestID)
  }

  /// Puts an order in the place of what was stored.
  /// - Parameter stepRequestID: of the step that the new phase asks for.
  public func update(_ order: Order, over stored: StoredOrder, stepRequestID: String) throws {
    try transaction.execute(
      .update,
      stored.sequence,
      order.phase.rawValue,
      order.failure,
      order.updateTime.milliseconds,
      order.version
    )
    try writeParts(of: order, after: stored.order, stored.sequence)
    try transaction.execute(.finishSteps, stored.sequence, order.phase.step?.rawValue ?? "")
    try writeStep(of: order, stored.sequence, stepRequestID)
  }

  /// Forgets an order whose numbers could not be held.
  public func remove(_ stored: StoredOrder) throws {
    try transaction.execute(.remove, stored.sequence)
  }

  private func writeParts(of order: Order, after old: Order?, _ sequence: Int64) throws {
    if order.numbers != old?.numbers {
      try transaction.execute(.removeNumbers, sequence)
      for (position, number) in order.numbers.enumerated() {
        try transaction.execute(
          .insertNumber,
          sequence,
          position,
          Int64(number.number.digits),
          number.outcome.rawValue,
          number.reason
        )
      }
    }
    for (position, entry) in order.history.enumerated().dropFirst(old?.history.count ?? 0) {
      try transaction.execute(
        .insertHistory,
        sequence,
        position,
        entry.time.milliseconds,
        entry.principal,
        entry.event.rawValue
      )
    }
  }

  private func writeStep(of order: Order, _ sequence: Int64, _ requestID: String) throws {
    guard let step = order.phase.step else { return }
    try transaction.execute(.insertStep, sequence, step.rawValue, requestID)
  }
}

extension Statement {
  fileprivate static let insert = Statement(
    """
    INSERT INTO orders (name, organization, location, reservation, fencing_token, phase, failure,
      create_time_ms, update_time_ms, version, request_hash)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
    """
  )
  fileprivate static let update = Statement(
    "UPDATE orders SET phase = ?2, failure = ?3, update_time_ms = ?4, version = ?5 WHERE sequence = ?1"
  )
  fileprivate static let remove = Statement("DELETE FROM orders WHERE sequence = ?1")
  fileprivate static let removeNumbers = Statement("DELETE FROM order_number WHERE order_sequence = ?1")
  fileprivate static let insertNumber = Statement("INSERT INTO order_number VALUES (?1, ?2, ?3, ?4, ?5)")
  fileprivate static let insertHistory = Statement("INSERT INTO order_history VALUES (?1, ?2, ?3, ?4, ?5)")
  fileprivate static let insertStep = Statement(
    "INSERT INTO order_step VALUES (?1, ?2, ?3, 0, 0, '') ON CONFLICT DO NOTHING"
  )
  fileprivate static let finishSteps = Statement(
    "UPDATE order_step SET is_done = 1 WHERE order_sequence = ?1 AND kind <> ?2 AND is_done = 0"
  )
}
