import Storage
import Telephony

/// Who uses each number, and who used it before.
public enum NumberUserTable {
  /// Calls `body` with each number that somebody uses.
  public static func forEach(in transaction: Transaction, _ body: (TelephoneNumber, String) -> Void) throws {
    try transaction.query(.selectUsers) { row in
      if let number = TelephoneNumber(digits: UInt64(clamping: row[0] as Int64)) { body(number, row[1]) }
    }
  }

  /// Notes who uses a number from an instant on; empty for nobody.
  public static func set(
    _ user: String,
    of number: TelephoneNumber,
    at time: Instant,
    in transaction: Transaction
  ) throws {
    try transaction.execute(.insertUser, Int64(number.digits), user, time.milliseconds)
  }

  /// Who used a number at an instant; empty for nobody.
  public static func user(
    of number: TelephoneNumber,
    at time: Instant,
    in transaction: Transaction
  ) throws -> String {
    try transaction.first(.selectUserAsOf, Int64(number.digits), time.milliseconds) { row in row[0] } ?? ""
  }
}

extension Statement {
  fileprivate static let selectUsers = Statement(
    """
    SELECT number, user FROM number_user AS held
    WHERE user <> '' AND id = (SELECT max(id) FROM number_user WHERE number = held.number)
    """
  )
  fileprivate static let insertUser = Statement(
    """
    INSERT INTO number_user
    VALUES (?1, 1 + coalesce((SELECT max(id) FROM number_user WHERE number = ?1), 0), ?2, ?3)
    """
  )
  fileprivate static let selectUserAsOf = Statement(
    "SELECT user FROM number_user WHERE number = ?1 AND time_ms <= ?2 ORDER BY id DESC LIMIT 1"
  )
}
