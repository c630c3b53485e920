import InventoryRules
import Storage
import Telephony

/// Rows of numbers that are not for sale. One row has all numbers of an order, or of a block, packed; names that many
/// rows share are kept once. A number that was ordered alone takes less than 40 bytes.
public enum NumberRecordTable {
  static func store(_ before: NumberRecord?, _ after: NumberRecord?, in transaction: Transaction) throws {
    guard let after else {
      if let before { try transaction.execute(.deleteRecord, before.id) }
      return
    }
    var packer = RecordPacker()
    packer.append(after, place: try place(after.standing, in: transaction))
    try transaction.execute(.putRecord, after.id, packer.bytes)
  }

  private static func place(_ standing: NumberStanding, in transaction: Transaction) throws -> Int64 {
    let (organization, location) = (standing.organization, standing.location)
    if let id = try transaction.first(.selectPlace, organization, location, row: { $0[0] as Int64 }) {
      return id
    }
    try transaction.execute(.insertPlace, organization, location)
    return try transaction.first(.selectPlace, organization, location) { $0[0] } ?? 0
  }

  /// All records, the oldest first.
  public static func forEach(in transaction: Transaction, _ body: (NumberRecord) throws -> Void) throws {
    let places = try places(in: transaction)
    try transaction.query(.selectRecords) { row in
      var reader = RecordReader(row[1])
      try body(try reader.numberRecord(id: row[0], places))
    }
  }

  static func count(in transaction: Transaction) throws -> Int {
    try transaction.first(.countRecords) { Int($0[0] as Int64) } ?? 0
  }

  static func places(in transaction: Transaction) throws -> [Int64: NumberPlace] {
    var places: [Int64: NumberPlace] = [:]
    try transaction.query(.selectPlaces) { row in
      places[row[0]] = NumberPlace(organization: row[1], location: row[2])
    }
    return places
  }
}

/// The names that many records share.
struct NumberPlace: Sendable {
  let organization: String
  let location: String
}

extension Statement {
  static let putRecord = Statement(
    "INSERT INTO number_record VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET record = excluded.record"
  )
  fileprivate static let deleteRecord = Statement("DELETE FROM number_record WHERE id = ?1")
  fileprivate static let selectRecords = Statement("SELECT id, record FROM number_record ORDER BY id")
  fileprivate static let countRecords = Statement("SELECT count(*) FROM number_record")
  fileprivate static let insertPlace = Statement(
    "INSERT INTO number_place (organization, location) VALUES (?1, ?2)"
  )
  fileprivate static let selectPlace = Statement(
    "SELECT id FROM number_place WHERE organization = ?1 AND location = ?2"
  )
  fileprivate static let selectPlaces = Statement("SELECT id, organization, location FROM number_place")
}
