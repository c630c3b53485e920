import Storage

/// The tables of the gateway.
public enum GatewaySchema {
  /// All steps from an empty database.
  public static let migrations = [
    Migration(
      1,
      sql: """
        -- How far the events of each service were taken over.
        CREATE TABLE event_source (name TEXT NOT NULL PRIMARY KEY, cursor INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE event (
          cursor INTEGER PRIMARY KEY AUTOINCREMENT, organization TEXT NOT NULL, kind INTEGER NOT NULL,
          resource TEXT NOT NULL, location TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
          -- Separated by spaces.
          phone_numbers TEXT NOT NULL, time_ms INTEGER NOT NULL) STRICT;
        CREATE INDEX event_of_organization ON event (organization, cursor);
        -- The last cursor that is not kept any more.
        CREATE TABLE event_end (cursor INTEGER NOT NULL) STRICT;
        INSERT INTO event_end VALUES (0);
        -- Secrets are sealed. Kinds are numbers, separated by spaces; all when empty.
        CREATE TABLE webhook (
          organization TEXT NOT NULL, id TEXT NOT NULL, url TEXT NOT NULL, kinds TEXT NOT NULL,
          secret BLOB NOT NULL, old_secret BLOB, old_secret_end_ms INTEGER NOT NULL,
          create_time_ms INTEGER NOT NULL, last_failure TEXT NOT NULL,
          PRIMARY KEY (organization, id)) STRICT, WITHOUT ROWID;
        CREATE TABLE delivery (
          organization TEXT NOT NULL, webhook TEXT NOT NULL, cursor INTEGER NOT NULL REFERENCES event (cursor),
          resource TEXT NOT NULL, is_dead INTEGER NOT NULL, attempts INTEGER NOT NULL,
          -- 0 before the first try.
          first_time_ms INTEGER NOT NULL, next_time_ms INTEGER NOT NULL, failure TEXT NOT NULL,
          PRIMARY KEY (organization, webhook, is_dead, resource, cursor),
          FOREIGN KEY (organization, webhook) REFERENCES webhook (organization, id) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX delivery_due ON delivery (is_dead, next_time_ms);
        CREATE INDEX delivery_event ON delivery (cursor);
        """
    )
  ]
}
