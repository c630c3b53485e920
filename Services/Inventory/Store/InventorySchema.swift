import Storage

/// The tables of Inventory.
///
/// Available numbers have no rows: they are the bits of their block, and follow from what the other tables hold. A
/// reservation is one row with all its numbers, and so is an assigned block; an assigned single number is a row.
public enum InventorySchema {
  /// Every version of the schema, the newest last.
  public static let migrations = [
    Migration(
      1,
      sql: """
        CREATE TABLE stock_block (
          block_index INTEGER PRIMARY KEY, country_code TEXT NOT NULL, number_type INTEGER NOT NULL,
          area_code TEXT NOT NULL, region TEXT NOT NULL, city TEXT NOT NULL, provider TEXT NOT NULL) STRICT;
        CREATE TABLE reservation (
          id INTEGER PRIMARY KEY, organization TEXT NOT NULL, numbers BLOB NOT NULL,
          is_block INTEGER NOT NULL, begin_time_ms INTEGER NOT NULL, state INTEGER NOT NULL,
          fencing_token INTEGER NOT NULL, expire_time_ms INTEGER NOT NULL, order_name TEXT NOT NULL) STRICT;
        CREATE TABLE assignment (
          id INTEGER PRIMARY KEY, organization TEXT NOT NULL, numbers BLOB NOT NULL,
          is_block INTEGER NOT NULL, location TEXT NOT NULL, order_name TEXT NOT NULL,
          state INTEGER NOT NULL, create_time_ms INTEGER NOT NULL) STRICT;
        CREATE TABLE forgotten_reservation (
          only INTEGER PRIMARY KEY CHECK (only = 1), last_id INTEGER NOT NULL,
          last_fencing_token INTEGER NOT NULL) STRICT;
        """
    )
  ]
}
