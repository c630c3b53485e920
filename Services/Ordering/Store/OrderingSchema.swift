import Storage

/// The tables of Ordering.
public enum OrderingSchema {
  /// `sequence` is the order of creation, by which lists are paged. A step is a call on the inventory that the saga
  /// has to make (design.md section 4); its row says which, under which request id, and how it went.
  public static let sql = """
    CREATE TABLE orders (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, organization TEXT NOT NULL,
      location TEXT NOT NULL, reservation TEXT NOT NULL, fencing_token INTEGER NOT NULL, phase TEXT NOT NULL,
      failure TEXT NOT NULL, create_time_ms INTEGER NOT NULL, update_time_ms INTEGER NOT NULL,
      version INTEGER NOT NULL, request_hash BLOB NOT NULL) STRICT;
    CREATE INDEX orders_by_organization ON orders (organization, sequence);
    CREATE TABLE order_number (
      order_sequence INTEGER NOT NULL REFERENCES orders (sequence) ON DELETE CASCADE, position INTEGER NOT NULL,
      phone_number INTEGER NOT NULL, outcome INTEGER NOT NULL, reason TEXT NOT NULL,
      PRIMARY KEY (order_sequence, position)) STRICT, WITHOUT ROWID;
    CREATE TABLE order_history (
      order_sequence INTEGER NOT NULL REFERENCES orders (sequence) ON DELETE CASCADE, position INTEGER NOT NULL,
      time_ms INTEGER NOT NULL, principal TEXT NOT NULL, event TEXT NOT NULL,
      PRIMARY KEY (order_sequence, position)) STRICT, WITHOUT ROWID;
    CREATE TABLE order_step (
      order_sequence INTEGER NOT NULL REFERENCES orders (sequence) ON DELETE CASCADE, kind TEXT NOT NULL,
      request_id TEXT NOT NULL, is_done INTEGER NOT NULL, attempts INTEGER NOT NULL, last_error TEXT NOT NULL,
      PRIMARY KEY (order_sequence, kind)) STRICT, WITHOUT ROWID;
    CREATE INDEX order_step_unfinished ON order_step (order_sequence) WHERE is_done = 0;
    """
}
