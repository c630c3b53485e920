import InventoryRules
import Storage
import Telephony

/// Rows of numbers that are not for sale. One row has all numbers of an order, or of a block; names that many rows
/// share are kept once, so that a number takes a few bytes.
public enum NumberRecordTable {
  static func store(_ before: NumberRecord?, _ after: NumberRecord?, in transaction: Transaction) throws {
    guard let after else {
      if let before { try transaction.execute(.deleteRecord, before.id) }
      return
    }
    let standing = after.standing
    try transaction.execute(
      .putRecord,
      after.id,
      try place(standing, in: transaction),
      OrderForm.pack(standing.order, organization: standing.organization),
      PackedNumbers.pack(after.numbers),
      PackedStanding.pack(standing),
      standing.since.milliseconds,
      standing.assignee?.id,
      standing.block.map { PackedNumbers.pack(.run($0)) }
    )
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
    var places: [Int64: (organization: String, location: String)] = [:]
    try transaction.query(.selectPlaces) { row in places[row[0]] = (row[1], row[2]) }
    try transaction.query(.selectRecords) { row in
      let id: Int64 = row[0]
      guard let place = places[row[1]], let numbers = PackedNumbers.unpack(row[3]),
        var standing = PackedStanding.unpack(row[4], assignee: row[6]),
        let order = OrderForm.unpack(row[2], organization: place.organization)
      else { throw StorageError(.corrupt, "number record \(id) cannot be read") }
      (standing.organization, standing.location) = place
      (standing.order, standing.since) = (order, Instant(milliseconds: row[5]))
      if let block = row[7] as [UInt8]?, case .run(let range)? = PackedNumbers.unpack(block) {
        standing.block = range
      }
      try body(NumberRecord(id: id, numbers: numbers, standing: standing))
    }
  }
}

/// What many records say in the same few ways, as one integer.
enum PackedStanding {
  static func pack(_ standing: NumberStanding) -> Int64 {
    Int64(standing.state.rawValue) | Int64(standing.usage.rawValue) << 4
      | (standing.isMainNumber ? 1 : 0) << 6 | Int64(standing.assignee?.kind.rawValue ?? 0) << 8
  }

  /// Nil when the integer was not made by ``pack(_:)``. Names and time are for the caller to fill in.
  static func unpack(_ packed: Int64, assignee: String?) -> NumberStanding? {
    guard let state = NumberState(rawValue: UInt8(packed & 0xf)),
      let usage = NumberUsage(rawValue: UInt8(packed >> 4 & 0x3)), packed >> 8 <= 0xff
    else { return nil }
    let start = Instant(milliseconds: 0)
    var standing = NumberStanding(state: state, since: start, organization: "", location: "", order: "")
    standing.usage = usage
    standing.isMainNumber = packed >> 6 & 1 == 1
    if let assignee {
      guard let kind = Assignee.Kind(rawValue: UInt8(truncatingIfNeeded: packed >> 8)),
        let user = Assignee(kind: kind, id: assignee)
      else { return nil }
      standing.assignee = user
    }
    return standing
  }
}

extension Statement {
  fileprivate static let putRecord = Statement(
    """
    INSERT INTO number_record VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO UPDATE SET
      place = excluded.place, order_form = excluded.order_form, numbers = excluded.numbers,
      standing = excluded.standing, since_ms = excluded.since_ms, assignee = excluded.assignee,
      ordered_block = excluded.ordered_block
    """
  )
  fileprivate static let deleteRecord = Statement("DELETE FROM number_record WHERE id = ?1")
  fileprivate static let selectRecords = Statement(
    """
    SELECT id, place, order_form, numbers, standing, since_ms, assignee, ordered_block
    FROM number_record ORDER BY id
    """
  )
  fileprivate static let insertPlace = Statement(
    "INSERT INTO number_place (organization, location) VALUES (?1, ?2)"
  )
  fileprivate static let selectPlace = Statement(
    "SELECT id FROM number_place WHERE organization = ?1 AND location = ?2"
  )
  fileprivate static let selectPlaces = Statement("SELECT id, organization, location FROM number_place")
}
