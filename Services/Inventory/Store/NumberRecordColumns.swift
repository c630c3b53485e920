import InventoryRules
import Storage
import Telephony

/// The second form of number records: a column for each part. Only a migration reads it.
enum NumberRecordColumns {
  /// Packs each row into one value.
  static func pack(in transaction: Transaction) throws {
    try transaction.run(
      script: """
        ALTER TABLE number_record RENAME TO number_record_columns;
        CREATE TABLE number_record (id INTEGER PRIMARY KEY, record BLOB NOT NULL) STRICT;
        """
    )
    let places = try NumberRecordTable.places(in: transaction)
    try transaction.query(.selectColumns) { row in
      let (id, place): (Int64, Int64) = (row[0], row[1])
      guard let record = try record(row, places[place]) else {
        throw StorageError.unreadableRecord(id)
      }
      var packer = RecordPacker()
      packer.append(record, place: place)
      try transaction.execute(.putRecord, id, packer.bytes)
    }
    try transaction.run(script: "DROP TABLE number_record_columns")
  }

  private static func record(_ row: borrowing Row, _ place: NumberPlace?) throws -> NumberRecord? {
    let packed: Int64 = row[4]
    guard let place, let state = NumberState(rawValue: UInt8(packed & 0xf)),
      let usage = NumberUsage(rawValue: UInt8(packed >> 4 & 0x3))
    else { return nil }
    var standing = NumberStanding(
      state: state,
      since: Instant(milliseconds: row[5]),
      organization: place.organization,
      location: place.location,
      order: OrderName(order(row[2], place.organization))
    )
    standing.usage = usage
    standing.isMainNumber = packed >> 6 & 1 == 1
    if let user = row[6] as String? {
      standing.assignee = Assignee.Kind(rawValue: UInt8(truncatingIfNeeded: packed >> 8))
        .flatMap { Assignee(kind: $0, id: user) }
    }
    if let block = row[7] as [UInt8]?, case .run(let range) = try PackedNumbers.unpack(block) {
      standing.block = range
    }
    return NumberRecord(id: row[0], numbers: try PackedNumbers.unpack(row[3]), standing: standing)
  }

  /// Orders were text (3), or the UUID of an order (1) or a port order (2).
  private static func order(_ form: [UInt8], _ organization: String) -> String {
    guard let kind = form.first else { return "" }
    if kind == 3 { return String(decoding: form[1...], as: UTF8.self) }
    func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    let collection: OrderName.Collection = kind == 1 ? .orders : .portOrders
    return OrderName.uuid(
      collection,
      organization: organization,
      high: word(form[1..<9]),
      low: word(form[9..<17])
    ).text
  }
}

extension Statement {
  fileprivate static let selectColumns = Statement(
    """
    SELECT id, place, order_form, numbers, standing, since_ms, assignee, ordered_block
    FROM number_record_columns ORDER BY id
    """
  )
}
