import Foundation
import PersonalData
import PortingRules
import Storage
import Telephony

/// A port order with its place in the order of creation.
public struct StoredPort: Sendable {
  public let order: PortOrder
  public let sequence: Int64

  public init(order: PortOrder, sequence: Int64) {
    self.order = order
    self.sequence = sequence
  }
}

/// A port order as its readers see it, without personal data.
public struct PortView: Sendable {
  public let sequence: Int64
  public let name: String
  /// Nil when it was stored before there were views.
  public let bytes: [UInt8]?
}

/// Which port orders a list has.
public struct PortFilter: Sendable {
  public var states: Set<PortState> = []
  public var location = ""
  public var number: TelephoneNumber?

  public init() {}
}

/// Port orders in the transaction of whoever reads or changes them. They are sealed as a whole.
public struct PortTable {
  private let transaction: Transaction
  private let cipher: FieldCipher

  public init(_ transaction: Transaction, cipher: FieldCipher) {
    self.transaction = transaction
    self.cipher = cipher
  }

  public func port(named name: String) throws -> StoredPort? {
    let found = try transaction.first(.select, name) { row in (row[0] as Int64, row[1] as [UInt8]) }
    return try found.map { sequence, sealed in
      let opened = try cipher.open(sealed, place: Self.place(name))
      return StoredPort(
        order: try JSONDecoder().decode(PortOrder.self, from: Data(opened)),
        sequence: sequence
      )
    }
  }

  public func view(named name: String) throws -> PortView? {
    try transaction.first(.selectView, name) { row in
      PortView(sequence: row[0], name: row[1], bytes: row[2])
    }
  }

  /// The orders of an organization before a place in the order of creation, newest first.
  public func views(
    ofOrganization id: String,
    before sequence: Int64,
    filter: PortFilter,
    limit: Int
  ) throws -> [PortView] {
    let states = filter.states.map { "\($0.rawValue)" }.sorted().joined(separator: ",")
    let number = filter.number.map { Int64($0.digits) } ?? 0
    let statement: Statement =
      filter.number != nil
      ? .selectByNumber
      : !filter.location.isEmpty ? .selectByLocation : filter.states.count == 1 ? .selectByState : .selectPage
    return try transaction.query(
      statement,
      id,
      sequence,
      limit,
      ",\(states),",
      filter.location,
      number,
      filter.states.first?.rawValue ?? 0
    ) { row in PortView(sequence: row[0], name: row[1], bytes: row[2]) }
  }

  @discardableResult
  public func insert(_ order: PortOrder, view: [UInt8]?) throws -> StoredPort {
    try transaction.execute(
      .insert,
      order.name,
      order.organization,
      order.location,
      order.phase.state.rawValue,
      order.dueTime?.milliseconds,
      order.version,
      view,
      try sealed(order)
    )
    guard let sequence = try transaction.first(.selectSequence, order.name, row: { row in row[0] as Int64 })
    else {
      throw StorageError(.corrupt, "\(order.name) was stored and is not there")
    }
    let stored = StoredPort(order: order, sequence: sequence)
    try putNumbers(of: stored)
    return stored
  }

  public func update(_ order: PortOrder, over stored: StoredPort, view: [UInt8]) throws {
    try transaction.execute(
      .update,
      stored.sequence,
      order.phase.state.rawValue,
      order.dueTime?.milliseconds,
      order.version,
      view,
      try sealed(order)
    )
    guard
      order.numbers.map(\.phoneNumber) != stored.order.numbers.map(\.phoneNumber)
        || order.phase.holdsNumbers != stored.order.phase.holdsNumbers
        || order.leaving != stored.order.leaving
    else { return }
    try transaction.execute(.deleteNumbers, stored.sequence)
    try putNumbers(of: StoredPort(order: order, sequence: stored.sequence))
  }

  private func putNumbers(of stored: StoredPort) throws {
    let order = stored.order
    for number in Set(order.telephoneNumbers).union(order.leaving) {
      try transaction.execute(
        .insertNumber,
        Int64(number.digits),
        stored.sequence,
        order.phase.holdsNumbers
      )
    }
  }

  /// Those of some numbers that other open orders hold.
  public func taken(_ numbers: [TelephoneNumber], besides sequence: Int64) throws -> Set<TelephoneNumber> {
    let taken = try numbers.filter { number in
      try transaction.first(.selectHolder, Int64(number.digits), sequence) { _ in true } ?? false
    }
    return Set(taken)
  }

  /// E-mail addresses of the orders of an organization that brought some numbers.
  public func contacts(of numbers: [TelephoneNumber], organization: String) throws -> [String] {
    let completed = PortState.completed.rawValue
    var names: Set<String> = []
    for number in numbers {
      names.formUnion(
        try transaction.query(.selectBringers, Int64(number.digits), organization, completed) { row in
          row[0] as String
        }
      )
    }
    let emails = try names.sorted().flatMap { try port(named: $0)?.order.wish.account.contactEmails ?? [] }
    return Set(emails).sorted()
  }

  private func sealed(_ order: PortOrder) throws -> [UInt8] {
    try cipher.seal(Array(JSONEncoder().encode(order)), place: Self.place(order.name))
  }

  private static func place(_ name: String) -> String { "port order \(name)" }
}

// MARK: - What is due
extension PortTable {
  /// Names of the orders that are due, those that have waited longest first.
  public func due(at now: Instant, limit: Int) throws -> [String] {
    try transaction.query(.selectDue, now.milliseconds, limit) { row in row[0] }
  }

  /// Puts an order off, as after a step that failed. It is no change of the order.
  public func putOff(_ name: String, until time: Instant) throws {
    try transaction.execute(.putOff, name, time.milliseconds)
  }
}

// MARK: - History
extension PortTable {
  public func append(_ entries: [PortHistoryEntry], to stored: StoredPort) throws {
    for entry in entries {
      try transaction.execute(
        .insertEntry,
        stored.sequence,
        entry.time.milliseconds,
        entry.principal,
        entry.event.rawValue,
        entry.state.rawValue,
        entry.reason
      )
    }
  }

  /// What happened to an order, oldest first.
  public func history(of sequence: Int64) throws -> [PortHistoryEntry] {
    try transaction.query(.selectHistory, sequence) { row in
      PortHistoryEntry(
        time: Instant(milliseconds: row[0]),
        principal: row[1],
        event: PortHistoryEntry.Event(rawValue: row[2]) ?? .changed,
        state: PortState(rawValue: row[3]) ?? .pending,
        reason: row[4]
      )
    }
  }
}

extension Statement {
  fileprivate static let selectPage = Statement(
    """
    SELECT sequence, name, view FROM port
    WHERE organization = ?1 AND sequence < ?2 AND (?4 = ',,' OR instr(?4, ',' || state || ',') > 0)
      AND ?5 = '' AND ?6 = 0 AND ?7 = ?7
    ORDER BY sequence DESC LIMIT ?3
    """
  )
  fileprivate static let selectByState = Statement(
    """
    SELECT sequence, name, view FROM port
    WHERE organization = ?1 AND sequence < ?2 AND (?4 = ',,' OR instr(?4, ',' || state || ',') > 0)
      AND ?5 = '' AND ?6 = 0 AND state = ?7
    ORDER BY sequence DESC LIMIT ?3
    """
  )
  fileprivate static let selectByLocation = Statement(
    """
    SELECT sequence, name, view FROM port
    WHERE organization = ?1 AND sequence < ?2 AND (?4 = ',,' OR instr(?4, ',' || state || ',') > 0)
      AND location = ?5 AND ?6 = 0 AND ?7 = ?7
    ORDER BY sequence DESC LIMIT ?3
    """
  )
  fileprivate static let selectByNumber = Statement(
    """
    SELECT sequence, name, view FROM port
    WHERE organization = ?1 AND sequence < ?2 AND (?4 = ',,' OR instr(?4, ',' || state || ',') > 0)
      AND (?5 = '' OR location = ?5) AND ?7 = ?7
      AND sequence IN (SELECT port_sequence FROM port_tn WHERE phone_number = ?6)
    ORDER BY sequence DESC LIMIT ?3
    """
  )
  fileprivate static let select = Statement("SELECT sequence, sealed FROM port WHERE name = ?1")
  fileprivate static let selectSequence = Statement("SELECT sequence FROM port WHERE name = ?1")
  fileprivate static let selectView = Statement("SELECT sequence, name, view FROM port WHERE name = ?1")
  fileprivate static let insert = Statement(
    """
    INSERT INTO port (name, organization, location, state, due_time_ms, version, view, sealed)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
    """
  )
  fileprivate static let update = Statement(
    """
    UPDATE port SET state = ?2, due_time_ms = ?3, version = ?4, view = ?5, sealed = ?6 WHERE sequence = ?1
    """
  )
  fileprivate static let deleteNumbers = Statement("DELETE FROM port_tn WHERE port_sequence = ?1")
  fileprivate static let insertNumber = Statement("INSERT INTO port_tn VALUES (?1, ?2, ?3)")
  fileprivate static let selectHolder = Statement(
    "SELECT 1 FROM port_tn WHERE phone_number = ?1 AND port_sequence <> ?2 AND is_held = 1"
  )
  fileprivate static let selectBringers = Statement(
    """
    SELECT name FROM port_tn JOIN port ON port.sequence = port_tn.port_sequence
    WHERE phone_number = ?1 AND organization = ?2 AND state = ?3
    """
  )
  fileprivate static let selectDue = Statement(
    "SELECT name FROM port WHERE due_time_ms <= ?1 ORDER BY due_time_ms LIMIT ?2"
  )
  fileprivate static let putOff = Statement("UPDATE port SET due_time_ms = ?2 WHERE name = ?1")
  fileprivate static let insertEntry = Statement(
    """
    INSERT INTO port_history
    SELECT ?1, coalesce(max(position), 0) + 1, ?2, ?3, ?4, ?5, ?6 FROM port_history WHERE port_sequence = ?1
    """
  )
  fileprivate static let selectHistory = Statement(
    "SELECT time_ms, principal, event, state, reason FROM port_history WHERE port_sequence = ?1 ORDER BY position"
  )
}
