import Foundation
import PersonalData
import PortingRules
import Storage
import Telephony

/// Requests of gaining carriers, and what they have to name.
public struct PortOutTable {
  private let transaction: Transaction

  public init(_ transaction: Transaction) { self.transaction = transaction }

  public func find(_ name: String) throws -> PortOut? {
    try transaction.first(.find, name) { row in try Self.portOut(row[0]) }
  }

  /// Those of an organization before a place in the order of creation, newest first.
  public func list(
    ofOrganization id: String,
    before sequence: Int64,
    limit: Int
  ) throws -> [(portOut: PortOut, sequence: Int64)] {
    try transaction.query(.list, id, sequence, limit) { row in (try Self.portOut(row[0]), row[1]) }
  }

  public func due(at now: Instant, limit: Int) throws -> [PortOut] {
    try transaction.query(.due, now.milliseconds, limit) { row in try Self.portOut(row[0]) }
  }

  public func put(_ portOut: PortOut) throws {
    try transaction.execute(
      .put,
      portOut.name,
      portOut.organization,
      portOut.dueTime?.milliseconds,
      portOut.version,
      Array(JSONEncoder().encode(portOut))
    )
  }

  public func putOff(_ name: String, until time: Instant) throws {
    try transaction.execute(.putOff, name, time.milliseconds)
  }

  private static func portOut(_ bytes: [UInt8]) throws -> PortOut {
    try JSONDecoder().decode(PortOut.self, from: Data(bytes))
  }
}

// MARK: - Protection
extension PortOutTable {
  /// What has to be named; nil when the organization has set nothing.
  public func protection(of organization: String, cipher: FieldCipher) throws -> PortOutProtection? {
    let sealed = try transaction.first(.selectProtection, organization) { row in row[0] as [UInt8] }
    guard let sealed else { return nil }
    let opened = try cipher.open(sealed, place: Self.place(organization))
    return try JSONDecoder().decode(PortOutProtection.self, from: Data(opened))
  }

  public func set(_ protection: PortOutProtection, of organization: String, cipher: FieldCipher) throws {
    let bytes = try Array(JSONEncoder().encode(protection))
    let sealed = try cipher.seal(bytes, place: Self.place(organization))
    try transaction.execute(.putProtection, organization, sealed)
  }

  private static func place(_ organization: String) -> String { "port out protection of \(organization)" }
}

extension Statement {
  fileprivate static let find = Statement("SELECT contents FROM port_out WHERE name = ?1")
  fileprivate static let list = Statement(
    """
    SELECT contents, sequence FROM port_out WHERE organization = ?1 AND sequence < ?2
    ORDER BY sequence DESC LIMIT ?3
    """
  )
  fileprivate static let due = Statement(
    "SELECT contents FROM port_out WHERE due_time_ms <= ?1 ORDER BY due_time_ms LIMIT ?2"
  )
  fileprivate static let put = Statement(
    """
    INSERT INTO port_out (name, organization, due_time_ms, version, contents) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (name) DO UPDATE SET due_time_ms = excluded.due_time_ms, version = excluded.version,
      contents = excluded.contents
    """
  )
  fileprivate static let putOff = Statement("UPDATE port_out SET due_time_ms = ?2 WHERE name = ?1")
  fileprivate static let selectProtection = Statement(
    "SELECT sealed FROM port_out_protection WHERE organization = ?1"
  )
  fileprivate static let putProtection = Statement(
    """
    INSERT INTO port_out_protection VALUES (?1, ?2)
    ON CONFLICT (organization) DO UPDATE SET sealed = excluded.sealed
    """
  )
}
