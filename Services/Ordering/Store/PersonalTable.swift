import OrderingRules
import PersonalData
import Storage
import Telephony

/// What is personal of orders: sealed, and with a note of everybody who reads it (design.md section 5).
public struct PersonalTable: Sendable {
  /// Parts of an order that are personal.
  public enum Part: Hashable, Sendable {
    case applicant
    case emergencyInformation
    /// A document with its contents.
    case document(id: String)

    var key: String {
      switch self {
      case .applicant: "applicant"
      case .emergencyInformation: "emergencyInformation"
      case .document(let id): "documents/\(id)"
      }
    }
  }

  private let cipher: FieldCipher

  public init(cipher: FieldCipher) {
    self.cipher = cipher
  }

  /// Seals a part of an order, before the transaction that stores it: a document takes a while.
  public func seal(_ content: [UInt8], as part: Part, ofOrder name: String) throws -> [UInt8] {
    try cipher.seal(content, place: "\(name)/\(part.key)")
  }

  /// Opens what `seal` made.
  public func open(_ sealed: [UInt8], as part: Part, ofOrder name: String) throws -> [UInt8] {
    try cipher.open(sealed, place: "\(name)/\(part.key)")
  }

  /// Stores a sealed part in the place of what was there.
  public func put(
    _ sealed: [UInt8],
    as part: Part,
    of order: StoredOrder,
    in transaction: Transaction
  ) throws {
    try transaction.execute(.put, order.sequence, part.key, sealed)
  }

  public func remove(_ part: Part, of order: StoredOrder, in transaction: Transaction) throws {
    try transaction.execute(.remove, order.sequence, part.key)
  }

  /// Reads a part, still sealed, and notes who did; nil when there is none.
  public func read(
    _ part: Part,
    of order: StoredOrder,
    by principal: String,
    now: Instant,
    in transaction: Transaction
  ) throws -> [UInt8]? {
    try transaction.execute(.note, now.milliseconds, principal, "\(order.order.name)/\(part.key)")
    return try transaction.first(.select, order.sequence, part.key) { row in row[0] }
  }
}

extension Statement {
  fileprivate static let put = Statement(
    """
    INSERT INTO order_personal VALUES (?1, ?2, ?3)
    ON CONFLICT (order_sequence, part) DO UPDATE SET sealed = excluded.sealed
    """
  )
  fileprivate static let remove = Statement(
    "DELETE FROM order_personal WHERE order_sequence = ?1 AND part = ?2"
  )
  fileprivate static let select = Statement(
    "SELECT sealed FROM order_personal WHERE order_sequence = ?1 AND part = ?2"
  )
  fileprivate static let note = Statement(
    "INSERT INTO personal_reading (time_ms, principal, resource) VALUES (?1, ?2, ?3)"
  )
}
