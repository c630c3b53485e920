import OrderingRules
import Storage

/// A step that is not done.
public struct UnfinishedStep: Sendable {
  public let order: StoredOrder
  public let step: SagaStep
  /// Under which the inventory knows the call, however often it is made.
  public let requestID: String
}

/// The steps that sagas still have to do.
public struct StepTable {
  private let transaction: Transaction

  public init(_ transaction: Transaction) {
    self.transaction = transaction
  }

  /// Names of the orders with something to do, oldest first.
  public func unfinishedOrders() throws -> [String] {
    try transaction.query(.selectUnfinished) { row in row[0] }
  }

  /// What an order has to do next.
  public func unfinishedStep(ofOrder name: String) throws -> UnfinishedStep? {
    guard let order = try OrderReader(transaction).order(named: name) else { return nil }
    let found = try transaction.first(.selectStep, order.sequence) { row in
      (kind: row[0] as String, requestID: row[1] as String)
    }
    guard let found else { return nil }
    guard let step = SagaStep(rawValue: found.kind) else { throw StoredOrderDamaged(name: name) }
    return UnfinishedStep(order: order, step: step, requestID: found.requestID)
  }

  /// Notes that an attempt did not come to an answer.
  public func noteAttempt(of step: UnfinishedStep, error: String) throws {
    try transaction.execute(.noteAttempt, step.order.sequence, step.step.rawValue, error)
  }
}

extension Statement {
  fileprivate static let selectUnfinished = Statement(
    "SELECT name FROM order_step JOIN orders ON sequence = order_sequence WHERE is_done = 0 ORDER BY sequence"
  )
  fileprivate static let selectStep = Statement(
    "SELECT kind, request_id FROM order_step WHERE order_sequence = ?1 AND is_done = 0"
  )
  fileprivate static let noteAttempt = Statement(
    "UPDATE order_step SET attempts = attempts + 1, last_error = ?3 WHERE order_sequence = ?1 AND kind = ?2"
  )
}
