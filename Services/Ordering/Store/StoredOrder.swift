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

  public init(order: Order, sequence: Int64, requestHash: [UInt8]) {
    self.order = order
    self.sequence = sequence
    self.requestHash = requestHash
  }
}

/// A row that no version of this program wrote.
public struct StoredOrderDamaged: Error, Sendable, CustomStringConvertible {
  public let name: String
  public var description: String { "The rows of \(name) cannot be read. Restore the database." }
}

/// Which orders a list shows. What is empty does not filter.
public struct OrderFilter: Hashable, Sendable {
  public var states: Set<OrderState>
  public var location: String
  public var kind: OrderKind?
  public var createdFrom: Instant
  public var createdBefore: Instant
  public var number: TelephoneNumber?

  public init(
    states: Set<OrderState> = [],
    location: String = "",
    kind: OrderKind? = nil,
    createdFrom: Instant = Instant(milliseconds: .min),
    createdBefore: Instant = Instant(milliseconds: .max),
    number: TelephoneNumber? = nil
  ) {
    self.states = states
    self.location = location
    self.kind = kind
    self.createdFrom = createdFrom
    self.createdBefore = createdBefore
    self.number = number
  }

  /// Between commas, as the statement looks for them.
  fileprivate var phases: String {
    guard !states.isEmpty else { return "" }
    let phases = OrderPhase.allCases.filter { states.contains($0.state) }.map(\.rawValue)
    return ",\(phases.joined(separator: ",")),"
  }
}

/// Reads orders.
public struct OrderReader {
  private let transaction: Transaction

  public init(_ transaction: Transaction) {
    self.transaction = transaction
  }

  /// An order by its name, also one that is not visible yet.
  public func order(named name: String) throws -> StoredOrder? {
    try transaction.first(.selectByName, name, row: OrderRow.init).map(complete)
  }

  /// The visible orders of an organization before a place in the order of creation, newest first.
  public func orders(
    ofOrganization id: String,
    before sequence: Int64,
    filter: OrderFilter = OrderFilter(),
    limit: Int
  ) throws -> [StoredOrder] {
    try transaction.query(
      .selectPage,
      id,
      sequence,
      limit,
      filter.phases,
      filter.location,
      filter.kind?.rawValue ?? "",
      filter.createdFrom.milliseconds,
      filter.createdBefore.milliseconds,
      Int64(filter.number?.digits ?? 0),
      row: OrderRow.init
    )
    .map(complete)
  }

  /// Numbers that the orders of an organization have or may still get.
  public func numbersCountingForTrial(ofOrganization id: String) throws -> Int {
    try transaction.first(.countNumbers, id) { row in row[0] } ?? 0
  }

  /// Ids of the organizations that have orders.
  public func organizations() throws -> [String] {
    try transaction.query(.selectOrganizations) { row in row[0] }
  }

  private func complete(_ header: OrderRow) throws -> StoredOrder {
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
      return HistoryEntry(
        time: Instant(milliseconds: row[0]),
        principal: row[1],
        event: event,
        status: Self.status(phase: row[3], failure: row[4], message: row[5], actUntil: row[6])
      )
    }
    return try header.stored(numbers, history)
  }

  private static func status(
    phase: String,
    failure: String,
    message: String,
    actUntil: Int64
  ) -> OrderStatus? {
    OrderPhase(rawValue: phase).map { phase in
      OrderStatus(
        phase: phase,
        failure: failure,
        message: message,
        actUntil: actUntil == 0 ? nil : Instant(milliseconds: actUntil)
      )
    }
  }
}

extension Statement {
  fileprivate static let selectByName = Statement("SELECT * FROM orders WHERE name = ?1")
  fileprivate static let selectPage = Statement(
    """
    SELECT * FROM orders
    WHERE organization = ?1 AND sequence < ?2 AND is_intent = 0
      AND (?4 = '' OR instr(?4, ',' || phase || ',') > 0) AND (?5 = '' OR location = ?5)
      AND (?6 = '' OR kind = ?6) AND create_time_ms >= ?7 AND create_time_ms < ?8
      AND (?9 = 0 OR EXISTS
        (SELECT 1 FROM order_number WHERE order_sequence = sequence AND phone_number = ?9))
    ORDER BY sequence DESC LIMIT ?3
    """
  )
  fileprivate static let selectNumbers = Statement(
    "SELECT phone_number, outcome, reason FROM order_number WHERE order_sequence = ?1 ORDER BY position"
  )
  fileprivate static let selectHistory = Statement(
    """
    SELECT time_ms, principal, event, phase, failure, message, act_until_ms
    FROM order_history WHERE order_sequence = ?1 ORDER BY position
    """
  )
  fileprivate static let countNumbers = Statement(
    "SELECT coalesce(sum(trial_count), 0) FROM orders WHERE organization = ?1"
  )
  fileprivate static let selectOrganizations = Statement(
    "SELECT DISTINCT organization FROM orders ORDER BY organization"
  )
}
