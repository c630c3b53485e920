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
  @discardableResult
  public func insert(_ order: Order, requestHash: [UInt8], stepRequestID: String) throws -> StoredOrder {
    let draft = order.draft
    let criteria = draft.selection.criteria
    try transaction.execute(
      .insert,
      order.name,
      order.organization,
      draft.location,
      order.createTime.milliseconds,
      requestHash,
      draft.kind.rawValue,
      SelectionForm(draft.selection).rawValue,
      criteria?.countryCode ?? "",
      Int(criteria?.type?.rawValue ?? 0),
      criteria?.encoded ?? [],
      FulfillmentForm(draft.fulfillment).rawValue,
      draft.fulfillment.minimum,
      draft.usage.rawValue,
      draft.details
    )
    try writeState(of: order)
    guard let stored = try OrderReader(transaction).order(named: order.name) else {
      throw StoredOrderDamaged(name: order.name)
    }
    try writeParts(of: order, after: nil, stored.sequence)
    try writeStep(of: order, stored.sequence, stepRequestID)
    return stored
  }

  /// Puts an order in the place of what was stored.
  /// - Parameter stepRequestID: of the step that the new phase asks for.
  public func update(_ order: Order, over stored: StoredOrder, stepRequestID: String) throws {
    try writeState(of: order)
    try writeParts(of: order, after: stored.order, stored.sequence)
    try transaction.execute(.finishSteps, stored.sequence, order.phase.step?.rawValue ?? "")
    try writeStep(of: order, stored.sequence, stepRequestID)
  }

  /// Forgets an order whose numbers could not be held.
  public func remove(_ stored: StoredOrder) throws {
    try transaction.execute(.remove, stored.sequence)
  }

  private func writeState(of order: Order) throws {
    try transaction.execute(
      .update,
      order.name,
      order.reservation,
      order.fencingToken,
      order.phase.rawValue,
      order.failure,
      order.updateTime.milliseconds,
      order.version,
      order.isIntent,
      order.requestedCount,
      order.attempt,
      order.actUntil?.milliseconds ?? 0,
      order.countForTrial,
      try ApplicationForm.text(order.application),
      order.acceptedTerms
    )
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
        entry.event.rawValue,
        entry.status?.phase.rawValue ?? "",
        entry.status?.failure ?? "",
        entry.status?.message ?? "",
        entry.status?.actUntil?.milliseconds ?? 0
      )
    }
  }

  private func writeStep(of order: Order, _ sequence: Int64, _ requestID: String) throws {
    guard let step = order.phase.step else { return }
    try transaction.execute(.insertStep, sequence, step.rawValue, requestID)
  }
}

extension NumberSelection {
  fileprivate var criteria: NumberCriteria? {
    switch self {
    case .quantity(_, let criteria), .block(_, let criteria): criteria
    case .reservation, .specific: nil
    }
  }
}

extension Fulfillment {
  fileprivate var minimum: Int {
    if case .partial(let minimum) = self { minimum } else { 0 }
  }
}

extension Statement {
  fileprivate static let insert = Statement(
    """
    INSERT INTO orders (name, organization, location, create_time_ms, request_hash, kind, selection, country_code,
      number_type, criteria, policy, minimum, usage, details,
      reservation, fencing_token, phase, failure, update_time_ms, version)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, '', 0, '', '', 0, 0)
    """
  )
  fileprivate static let update = Statement(
    """
    UPDATE orders SET reservation = ?2, fencing_token = ?3, phase = ?4, failure = ?5, update_time_ms = ?6,
      version = ?7, is_intent = ?8, requested_count = ?9, attempt = ?10, act_until_ms = ?11, trial_count = ?12,
      application = ?13, accepted_terms = ?14
    WHERE name = ?1
    """
  )
  fileprivate static let remove = Statement("DELETE FROM orders WHERE sequence = ?1")
  fileprivate static let removeNumbers = Statement("DELETE FROM order_number WHERE order_sequence = ?1")
  fileprivate static let insertNumber = Statement("INSERT INTO order_number VALUES (?1, ?2, ?3, ?4, ?5)")
  fileprivate static let insertHistory = Statement(
    """
    INSERT INTO order_history
      (order_sequence, position, time_ms, principal, event, phase, failure, message, act_until_ms)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    """
  )
  // A step may come again: numbers are reserved anew, under another request id, when a reservation was lost.
  fileprivate static let insertStep = Statement(
    """
    INSERT INTO order_step VALUES (?1, ?2, ?3, 0, 0, '') ON CONFLICT (order_sequence, kind)
    DO UPDATE SET request_id = excluded.request_id, is_done = 0
    """
  )
  fileprivate static let finishSteps = Statement(
    "UPDATE order_step SET is_done = 1 WHERE order_sequence = ?1 AND kind <> ?2 AND is_done = 0"
  )
}
