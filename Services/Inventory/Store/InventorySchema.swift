import Storage

/// The tables of Inventory.
///
/// Available numbers have no rows: they are the bits of their block, and follow from what is stored of the others. A
/// reservation is a record of the log, with all its numbers; numbers that an order got are one row.
public enum InventorySchema {
  /// The first versions of the schema. The third has the copy of the catalog.
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
    ),
    // Order forms of rows that were there are text (kind 3), their usage is standard (1 << 4).
    Migration(
      2,
      sql: """
        CREATE TABLE number_place (
          id INTEGER PRIMARY KEY, organization TEXT NOT NULL, location TEXT NOT NULL,
          UNIQUE (organization, location)) STRICT;
        CREATE TABLE number_record (
          id INTEGER PRIMARY KEY, place INTEGER NOT NULL, order_form BLOB NOT NULL, numbers BLOB NOT NULL,
          standing INTEGER NOT NULL, since_ms INTEGER NOT NULL, assignee TEXT, ordered_block BLOB) STRICT;
        CREATE TABLE caller_id (
          organization TEXT NOT NULL, kind INTEGER NOT NULL, caller TEXT NOT NULL, number INTEGER NOT NULL,
          PRIMARY KEY (organization, kind, caller)) STRICT, WITHOUT ROWID;
        INSERT INTO number_place (organization, location) SELECT DISTINCT organization, location FROM assignment;
        INSERT INTO number_record
          SELECT assignment.id, number_place.id, CAST(x'03' || order_name AS BLOB), numbers, state | 16,
            create_time_ms, NULL, CASE is_block WHEN 1 THEN numbers END
          FROM assignment JOIN number_place USING (organization, location);
        DROP TABLE assignment;
        """
    ),
  ]

  /// The fourth version.
  public static let reservationsAsRecords = Migration(4, apply: ReservationLog.takeOverRows)

  /// The sixth version; the fifth is of the copy of the catalog.
  public static let packedNumberRecords = Migration(6, apply: NumberRecordColumns.pack)
}
