/// The tables of Porting.
public enum PortingSchema {
  /// `sequence` is the order of creation, by which lists are paged.
  public static let sql = """
    CREATE TABLE port_order (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, organization TEXT NOT NULL,
      location TEXT NOT NULL, state INTEGER NOT NULL, create_time_ms INTEGER NOT NULL,
      update_time_ms INTEGER NOT NULL, version INTEGER NOT NULL) STRICT;
    CREATE INDEX port_order_by_organization ON port_order (organization, sequence);
    CREATE TABLE port_number (
      order_sequence INTEGER NOT NULL REFERENCES port_order (sequence), position INTEGER NOT NULL,
      phone_number TEXT NOT NULL, portability INTEGER NOT NULL, reason TEXT NOT NULL, fix TEXT NOT NULL,
      losing_carrier TEXT NOT NULL, PRIMARY KEY (order_sequence, position)) STRICT, WITHOUT ROWID;
    """
}
