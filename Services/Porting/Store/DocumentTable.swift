import PersonalData
import Storage
import Telephony

/// Contents of documents: sealed, and with a note of everybody who reads them (design.md section 5).
public struct PortDocumentTable: Sendable {
  private let cipher: FieldCipher

  public init(cipher: FieldCipher) { self.cipher = cipher }

  /// Seals contents, before the transaction that stores them: it takes a while.
  public func seal(_ contents: [UInt8], id: String) throws -> [UInt8] {
    try cipher.seal(contents, place: "port document \(id)")
  }

  public func open(_ sealed: [UInt8], id: String) throws -> [UInt8] {
    try cipher.open(sealed, place: "port document \(id)")
  }

  public func insert(_ sealed: [UInt8], id: String, in transaction: Transaction) throws {
    try transaction.execute(.insert, id, sealed)
  }

  /// Removes contents that nothing points to any more.
  public static func remove(_ ids: [String], in transaction: Transaction) throws {
    for id in ids { try transaction.execute(.delete, id) }
  }

  /// Reads contents, still sealed; nil when there are none.
  public func sealed(id: String, in transaction: Transaction) throws -> [UInt8]? {
    try transaction.first(.select, id) { row in row[0] }
  }

  /// Notes who reads something personal.
  public static func noteReading(
    of resource: String,
    by principal: String,
    at now: Instant,
    in transaction: Transaction
  ) throws {
    try transaction.execute(.noteReading, now.milliseconds, principal, resource)
  }
}

extension Statement {
  fileprivate static let insert = Statement("INSERT INTO port_document VALUES (?1, ?2)")
  fileprivate static let select = Statement("SELECT sealed FROM port_document WHERE id = ?1")
  fileprivate static let delete = Statement("DELETE FROM port_document WHERE id = ?1")
  fileprivate static let noteReading = Statement(
    "INSERT INTO personal_reading (time_ms, principal, resource) VALUES (?1, ?2, ?3)"
  )
}
