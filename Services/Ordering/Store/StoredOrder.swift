import OrderingRules
import Storage
import Telephony

/// An order with what only the store needs.
public struct StoredOrder: Sendable {
  public let order: Order
  /// Place in the order of creation.
  public let sequence: Int64
  /// Of the request that made it, to tell a repeat from another request.
  public let requestHash: [UInt8]
}

/// Reads orders.
public struct OrderReader {
  private let transaction: Transaction

  public init(_ transaction: Transaction) {
    self.transaction = transaction
  }

  /// An order by its name, also one that is not visible yet.
  public func order(named name: String) throws -> StoredOrder? {
    try transaction.first(.selectByName, name, row: Header.init).map(complete)
  }

  /// The visible orders of an organization before a place in the order of creation, newest first.
  public func orders(ofOrganization id: String, before sequence: Int64, limit: Int) throws -> [StoredOrder] {
    try transaction.query(.selectPage, id, sequence, limit, row: Header.init).map(complete)
  }

  /// Numbers that the orders of an organization have or may still get.
  public func numbersCountingForTrial(ofOrganization id: String) throws -> Int {
    try transaction.query(.countNumbers, id) { row in (phase: row[0] as String, count: row[1] as Int) }
      .reduce(0) { sum, group in
        OrderPhase(rawValue: group.phase)?.countsForTrial == true ? sum + group.count : sum
      }
  }

  private func complete(_ header: Header) throws -> StoredOrder {
    let numbers: [OrderedNumber] = try transaction.query(.selectNumbers, header.sequence) { row in
      let digits: Int64 = row[0]
      guard let number = TelephoneNumber(digits: UInt64(clamping: digits)),
        let outcome = OrderedNumber.Outcome(rawValue: row[1])
      else { throw StoredOrderDamaged(name: header.name) }
      return OrderedNumber(number, outcome, reason: row[2])
    }
    let history: [HistoryEntry] = try transaction.query(.selectHistory, header.sequence) { row in
      guard let event = HistoryEntry.Event(rawValue: row[2]) else {
        throw StoredOrderDamaged(name: header.name)
      }
      return HistoryEntry(time: Instant(milliseconds: row[0]), principal: row[1], event: event)
    }
    return try header.stored(numbers, history)
  }
}

/// A row that no version of this program wrote.
public struct StoredOrderDamaged: Error, Sendable, CustomStringConvertible {
  public let name: String
  public var description: String { "The rows of \(name) cannot be read. Restore the database." }
}

/// The row of an order without what hangs on it.
private struct Header {
  let sequence: Int64
  let name: String
  private let organization: String
  private let location: String
  private let reservation: String
  private let fencingToken: Int64
  private let phase: String
  private let failure: String
  private let createTime: Int64
  private let updateTime: Int64
  private let version: Int64
  private let requestHash: [UInt8]

  init(_ row: borrowing Row) {
    sequence = row[0]
    name = row[1]
    organization = row[2]
    location = row[3]
    reservation = row[4]
    fencingToken = row[5]
    phase = row[6]
    failure = row[7]
    createTime = row[8]
    updateTime = row[9]
    version = row[10]
    requestHash = row[11]
  }

  func stored(_ numbers: [OrderedNumber], _ history: [HistoryEntry]) throws -> StoredOrder {
    guard let phase = OrderPhase(rawValue: phase) else { throw StoredOrderDamaged(name: name) }
    let order = Order(
      name: name,
      organization: organization,
      location: location,
      reservation: reservation,
      fencingToken: fencingToken,
      phase: phase,
      failure: failure,
      numbers: numbers,
      history: history,
      createTime: Instant(milliseconds: createTime),
      updateTime: Instant(milliseconds: updateTime),
      version: version
    )
    return StoredOrder(order: order, sequence: sequence, requestHash: requestHash)
  }
}

extension Statement {
  fileprivate static let selectByName = Statement(
    """
    SELECT sequence, name, organization, location, reservation, fencing_token, phase, failure,
      create_time_ms, update_time_ms, version, request_hash FROM orders WHERE name = ?1
    """
  )
  fileprivate static let selectPage = Statement(
    """
    SELECT sequence, name, organization, location, reservation, fencing_token, phase, failure,
      create_time_ms, update_time_ms, version, request_hash FROM orders
    WHERE organization = ?1 AND sequence < ?2 AND phase <> 'holding' ORDER BY sequence DESC LIMIT ?3
    """
  )
  fileprivate static let selectNumbers = Statement(
    "SELECT phone_number, outcome, reason FROM order_number WHERE order_sequence = ?1 ORDER BY position"
  )
  fileprivate static let selectHistory = Statement(
    "SELECT time_ms, principal, event FROM order_history WHERE order_sequence = ?1 ORDER BY position"
  )
  fileprivate static let countNumbers = Statement(
    """
    SELECT phase, count(*) FROM orders JOIN order_number ON order_sequence = sequence
    WHERE organization = ?1 GROUP BY phase
    """
  )
}
