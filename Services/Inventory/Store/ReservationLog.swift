import InventoryRules
import Storage
import Telephony

/// Reservations as records of the log: each says how one stands from then on, so the last one counts.
enum ReservationLog {
  /// Stores how a reservation stands. One that is forgotten needs no record: it is over, and compacting drops it.
  static func append(_ reservation: Reservation, at now: Instant, in transaction: Transaction) throws {
    try transaction.appendRecord(nowMilliseconds: now.milliseconds) { $0.append(reservation) }
  }

  static func load(into inventory: inout Inventory, in transaction: Transaction) throws {
    try transaction.query(.selectForgotten) { row in
      inventory.resumeNumbering(afterReservation: row[0], fencingToken: row[1])
    }
    var newest: [Int64: Reservation] = [:]
    try transaction.forEachRecord { reader in
      let reservation = try reader.reservation()
      newest[reservation.id] = reservation
    }
    // What came first holds its numbers first, should two ever claim the same.
    for reservation in newest.values.sorted(by: { $0.id < $1.id }) {
      inventory.apply(.reservation(before: nil, after: reservation))
    }
  }

  /// Removes records that were stored before a time, and appends anew how those reservations stand that are still
  /// remembered. False when there is nothing so old.
  static func compact(
    before cutoff: Instant,
    at now: Instant,
    standing: (_ id: Int64) -> Reservation?,
    in transaction: Transaction
  ) throws -> Bool {
    var kept: [Int64: Reservation] = [:]
    var forgotten = (id: Int64(0), fencingToken: Int64(0))
    let isRemoved = try transaction.compactRecords(before: cutoff.milliseconds) { reader in
      let old = try reader.reservation()
      kept[old.id] = standing(old.id)
      forgotten = (max(forgotten.id, old.id), max(forgotten.fencingToken, old.fencingToken))
    }
    guard isRemoved else { return false }
    for reservation in kept.values { try append(reservation, at: now, in: transaction) }
    // Ids and tokens of forgotten reservations must never be given again: they fence.
    try transaction.execute(.noteForgotten, forgotten.id, forgotten.fencingToken)
    return true
  }

  /// Moves the rows of the first form, one for each reservation, to the log.
  static func takeOverRows(in transaction: Transaction) throws {
    try transaction.query(.selectReservations) { row in
      let id: Int64 = row[0]
      let state: Int64 = row[4]
      guard let state = UInt8(exactly: state).flatMap(Reservation.State.init)
      else { throw StorageError(.corrupt, "reservation \(id) cannot be read") }
      let reservation = Reservation(
        id: id,
        organization: row[1],
        numbers: try PackedNumbers.unpack(row[2]),
        isBlock: row[3],
        beginTime: Instant(milliseconds: row[5]),
        state: state,
        fencingToken: row[6],
        expireTime: Instant(milliseconds: row[7]),
        order: row[8]
      )
      try append(reservation, at: reservation.beginTime, in: transaction)
    }
    try transaction.run(script: "DROP TABLE reservation")
  }
}

extension RecordPacker {
  fileprivate mutating func append(_ reservation: Reservation) {
    append(reservation.id)
    append(reservation.organization)
    append(PackedNumbers.pack(reservation.numbers))
    append(Int64(reservation.state.rawValue) << 1 | (reservation.isBlock ? 1 : 0))
    append(reservation.beginTime.milliseconds)
    append(reservation.fencingToken)
    append(reservation.expireTime.milliseconds)
    append(reservation.order)
  }
}

extension RecordReader {
  fileprivate mutating func reservation() throws(StorageError) -> Reservation {
    let (id, organization, packed, state) = (try integer(), try text(), try blob(), try integer())
    let numbers = try PackedNumbers.unpack(packed)
    guard let known = UInt8(exactly: state >> 1).flatMap(Reservation.State.init)
    else { throw StorageError(.corrupt, "reservation \(id) cannot be read") }
    return Reservation(
      id: id,
      organization: organization,
      numbers: numbers,
      isBlock: state & 1 == 1,
      beginTime: Instant(milliseconds: try integer()),
      state: known,
      fencingToken: try integer(),
      expireTime: Instant(milliseconds: try integer()),
      order: try text()
    )
  }
}

extension Statement {
  fileprivate static let noteForgotten = Statement(
    """
    INSERT INTO forgotten_reservation VALUES (1, ?1, ?2) ON CONFLICT (only) DO UPDATE SET
      last_id = max(last_id, excluded.last_id),
      last_fencing_token = max(last_fencing_token, excluded.last_fencing_token)
    """
  )
  fileprivate static let selectForgotten = Statement(
    "SELECT last_id, last_fencing_token FROM forgotten_reservation"
  )
  fileprivate static let selectReservations = Statement(
    """
    SELECT id, organization, numbers, is_block, state, begin_time_ms, fencing_token, expire_time_ms, order_name
    FROM reservation ORDER BY id
    """
  )
}
