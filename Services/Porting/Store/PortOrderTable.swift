import PortingRules
import Storage
import Telephony

/// A port order with its place in the order of creation.
public struct StoredPortOrder: Sendable {
  public let order: PortOrder
  public let sequence: Int64
}

/// A row that no version of this program wrote.
public struct StoredPortOrderDamaged: Error, Sendable, CustomStringConvertible {
  public let name: String
  public var description: String { "The rows of \(name) cannot be read. Restore the database." }
}

/// Port orders in the transaction of whoever reads or changes them.
public struct PortOrderTable {
  private let transaction: Transaction

  public init(_ transaction: Transaction) {
    self.transaction = transaction
  }

  public func order(named name: String) throws -> StoredPortOrder? {
    try transaction.first(.selectByName, name, row: Header.init).map(complete)
  }

  /// The orders of an organization before a place in the order of creation, newest first.
  public func orders(
    ofOrganization id: String,
    before sequence: Int64,
    limit: Int
  ) throws -> [StoredPortOrder] {
    try transaction.query(.selectPage, id, sequence, limit, row: Header.init).map(complete)
  }

  public func insert(_ order: PortOrder) throws {
    try transaction.execute(
      .insert,
      order.name,
      order.organization,
      order.location,
      order.state.rawValue,
      order.createTime.milliseconds,
      order.updateTime.milliseconds,
      order.version
    )
    for (position, number) in order.numbers.enumerated() {
      try transaction.execute(
        .insertNumber,
        order.name,
        position,
        number.phoneNumber,
        number.answer.rawValue,
        number.reason,
        number.fix,
        number.losingCarrier
      )
    }
  }

  /// Stores what can change of an order.
  public func update(_ order: PortOrder) throws {
    try transaction.execute(
      .update,
      order.name,
      order.state.rawValue,
      order.updateTime.milliseconds,
      order.version
    )
  }

  private func complete(_ header: Header) throws -> StoredPortOrder {
    let numbers: [NumberPortability] = try transaction.query(.selectNumbers, header.sequence) { row in
      guard let answer = NumberPortability.Answer(rawValue: row[1]) else {
        throw StoredPortOrderDamaged(name: header.name)
      }
      return NumberPortability(
        phoneNumber: row[0],
        answer: answer,
        reason: row[2],
        fix: row[3],
        losingCarrier: row[4]
      )
    }
    return StoredPortOrder(order: try header.order(numbers), sequence: header.sequence)
  }
}

/// The row of an order without its numbers.
private struct Header {
  let sequence: Int64
  let name: String
  private let organization: String
  private let location: String
  private let state: Int
  private let createTime: Int64
  private let updateTime: Int64
  private let version: Int64

  init(_ row: borrowing Row) {
    sequence = row[0]
    name = row[1]
    organization = row[2]
    location = row[3]
    state = row[4]
    createTime = row[5]
    updateTime = row[6]
    version = row[7]
  }

  func order(_ numbers: [NumberPortability]) throws -> PortOrder {
    guard let state = PortOrder.State(rawValue: state) else { throw StoredPortOrderDamaged(name: name) }
    return PortOrder(
      name: name,
      organization: organization,
      location: location,
      numbers: numbers,
      state: state,
      createTime: Instant(milliseconds: createTime),
      updateTime: Instant(milliseconds: updateTime),
      version: version
    )
  }
}

extension Statement {
  fileprivate static let selectByName = Statement(
    """
    SELECT sequence, name, organization, location, state, create_time_ms, update_time_ms, version
    FROM port_order WHERE name = ?1
    """
  )
  fileprivate static let selectPage = Statement(
    """
    SELECT sequence, name, organization, location, state, create_time_ms, update_time_ms, version
    FROM port_order WHERE organization = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3
    """
  )
  fileprivate static let selectNumbers = Statement(
    """
    SELECT phone_number, portability, reason, fix, losing_carrier FROM port_number
    WHERE order_sequence = ?1 ORDER BY position
    """
  )
  fileprivate static let insert = Statement(
    """
    INSERT INTO port_order (name, organization, location, state, create_time_ms, update_time_ms, version)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    """
  )
  fileprivate static let insertNumber = Statement(
    """
    INSERT INTO port_number
    VALUES ((SELECT sequence FROM port_order WHERE name = ?1), ?2, ?3, ?4, ?5, ?6, ?7)
    """
  )
  fileprivate static let update = Statement(
    "UPDATE port_order SET state = ?2, update_time_ms = ?3, version = ?4 WHERE name = ?1"
  )
}
