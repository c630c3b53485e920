import InventoryRules
import Storage
import Telephony

/// Rows of reservations.
enum ReservationTable {
  static func store(_ before: Reservation?, _ after: Reservation?, in transaction: Transaction) throws {
    switch (before, after) {
    case (nil, let after?): try insert(after, in: transaction)
    case (_?, let after?): try update(after, in: transaction)
    case (let before?, nil): try forget(before, in: transaction)
    case (nil, nil): break
    }
  }

  private static func insert(_ reservation: Reservation, in transaction: Transaction) throws {
    try transaction.execute(
      .insertReservation,
      reservation.id,
      reservation.organization,
      PackedNumbers.pack(reservation.numbers),
      reservation.isBlock,
      reservation.beginTime.milliseconds,
      Int64(reservation.state.rawValue),
      reservation.fencingToken,
      reservation.expireTime.milliseconds,
      reservation.order
    )
  }

  private static func update(_ reservation: Reservation, in transaction: Transaction) throws {
    try transaction.execute(
      .updateReservation,
      reservation.id,
      Int64(reservation.state.rawValue),
      reservation.fencingToken,
      reservation.expireTime.milliseconds,
      reservation.order
    )
  }

  /// Ids and tokens of forgotten reservations must never be given again: they fence.
  private static func forget(_ reservation: Reservation, in transaction: Transaction) throws {
    try transaction.execute(.deleteReservation, reservation.id)
    try transaction.execute(.noteForgotten, reservation.id, reservation.fencingToken)
  }

  static func load(into inventory: inout Inventory, in transaction: Transaction) throws {
    try transaction.query(.selectForgotten) { row in
      inventory.resumeNumbering(afterReservation: row[0], fencingToken: row[1])
    }
    try transaction.query(.selectReservations) { row in
      let id: Int64 = row[0]
      let state: Int64 = row[4]
      guard let numbers = PackedNumbers.unpack(row[2]),
        let state = UInt8(exactly: state).flatMap(Reservation.State.init)
      else { throw StorageError(.corrupt, "reservation \(id) cannot be read") }
      let reservation = Reservation(
        id: id,
        organization: row[1],
        numbers: numbers,
        isBlock: row[3],
        beginTime: Instant(milliseconds: row[5]),
        state: state,
        fencingToken: row[6],
        expireTime: Instant(milliseconds: row[7]),
        order: row[8]
      )
      inventory.apply(.reservation(before: nil, after: reservation))
    }
  }
}

extension Statement {
  fileprivate static let insertReservation = Statement(
    "INSERT INTO reservation VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
  )
  fileprivate static let updateReservation = Statement(
    """
    UPDATE reservation SET state = ?2, fencing_token = ?3, expire_time_ms = ?4, order_name = ?5
    WHERE id = ?1
    """
  )
  fileprivate static let deleteReservation = Statement("DELETE FROM reservation WHERE id = ?1")
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
