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

  /// Orders of both kinds, what they ask for, and what begins and ends to be charged. `application` is JSON without
  /// personal data; what is personal is sealed in tables of its own, and every reading of it is noted.
  public static let secondSQL = """
    ALTER TABLE orders ADD COLUMN is_intent INTEGER NOT NULL DEFAULT 0;
    UPDATE orders SET is_intent = 1 WHERE phase = 'holding';
    ALTER TABLE orders ADD COLUMN kind TEXT NOT NULL DEFAULT 'SELF_SERVICE';
    ALTER TABLE orders ADD COLUMN selection TEXT NOT NULL DEFAULT 'reservation';
    ALTER TABLE orders ADD COLUMN requested_count INTEGER NOT NULL DEFAULT 0;
    UPDATE orders SET requested_count = (SELECT count(*) FROM order_number WHERE order_sequence = sequence);
    ALTER TABLE orders ADD COLUMN country_code TEXT NOT NULL DEFAULT '';
    ALTER TABLE orders ADD COLUMN number_type INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE orders ADD COLUMN criteria BLOB NOT NULL DEFAULT x'';
    ALTER TABLE orders ADD COLUMN policy TEXT NOT NULL DEFAULT 'ALL';
    ALTER TABLE orders ADD COLUMN minimum INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE orders ADD COLUMN usage TEXT NOT NULL DEFAULT 'STANDARD';
    ALTER TABLE orders ADD COLUMN details TEXT NOT NULL DEFAULT '';
    ALTER TABLE orders ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE orders ADD COLUMN act_until_ms INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE orders ADD COLUMN trial_count INTEGER NOT NULL DEFAULT 0;
    UPDATE orders SET trial_count = requested_count
      WHERE phase IN ('holding', 'waitingForTerms', 'assigning', 'provisioned');
    ALTER TABLE orders ADD COLUMN application TEXT NOT NULL DEFAULT '';
    ALTER TABLE order_history ADD COLUMN phase TEXT NOT NULL DEFAULT '';
    ALTER TABLE order_history ADD COLUMN failure TEXT NOT NULL DEFAULT '';
    ALTER TABLE order_history ADD COLUMN message TEXT NOT NULL DEFAULT '';
    ALTER TABLE order_history ADD COLUMN act_until_ms INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE order_personal (
      order_sequence INTEGER NOT NULL REFERENCES orders (sequence) ON DELETE CASCADE, part TEXT NOT NULL,
      sealed BLOB NOT NULL, PRIMARY KEY (order_sequence, part)) STRICT;
    CREATE TABLE personal_reading (
      id INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, principal TEXT NOT NULL, resource TEXT NOT NULL) STRICT;
    CREATE TABLE billing_event (
      sequence INTEGER PRIMARY KEY, organization TEXT NOT NULL, kind INTEGER NOT NULL,
      phone_number INTEGER NOT NULL, licenses INTEGER NOT NULL, order_name TEXT NOT NULL,
      effective_time_ms INTEGER NOT NULL, cause TEXT NOT NULL) STRICT;
    CREATE INDEX billing_event_by_organization ON billing_event (organization, sequence);
    CREATE TABLE provided_number (
      phone_number INTEGER PRIMARY KEY, organization TEXT NOT NULL, order_name TEXT NOT NULL,
      provision_time_ms INTEGER NOT NULL, is_charged INTEGER NOT NULL) STRICT;
    CREATE INDEX provided_number_uncharged ON provided_number (organization) WHERE is_charged = 0;
    CREATE TABLE inventory_cursor (id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL) STRICT;
    CREATE TABLE charged_organization (
      organization TEXT NOT NULL PRIMARY KEY, licenses INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    """

  /// The reconciler compares all numbers of an organization with the inventory; this also finds those not yet charged.
  public static let thirdSQL = """
    DROP INDEX provided_number_uncharged;
    CREATE INDEX provided_number_by_organization ON provided_number (organization, is_charged);
    """

  /// Which terms of service were accepted, and what happened to set-ups.
  public static let fourthSQL = """
    ALTER TABLE orders ADD COLUMN accepted_terms TEXT NOT NULL DEFAULT '';
    CREATE TABLE set_up_event (
      name TEXT NOT NULL, position INTEGER NOT NULL, time_ms INTEGER NOT NULL, principal TEXT NOT NULL,
      event TEXT NOT NULL, phase TEXT NOT NULL, PRIMARY KEY (name, position)) STRICT, WITHOUT ROWID;
    """
}
