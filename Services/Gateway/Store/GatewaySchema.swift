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
    ),
    Migration(
      2,
      sql: """
        -- Nobody looks at those behind the first of a resource, until it is gone.
        ALTER TABLE delivery ADD COLUMN is_first INTEGER NOT NULL DEFAULT 0;
        UPDATE delivery SET is_first = 1 WHERE is_dead = 0 AND NOT EXISTS (
          SELECT 1 FROM delivery b WHERE b.organization = delivery.organization AND b.webhook = delivery.webhook
            AND b.is_dead = 0 AND b.resource = delivery.resource AND b.cursor < delivery.cursor);
        DROP INDEX delivery_due;
        CREATE INDEX delivery_first ON delivery (organization, webhook, next_time_ms) WHERE is_first = 1;
        CREATE INDEX delivery_dead ON delivery (next_time_ms) WHERE is_dead = 1;
        -- How often in a row its receiver did not answer in time, and until when it is left alone for that.
        ALTER TABLE webhook ADD COLUMN timeouts INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE webhook ADD COLUMN pause_end_ms INTEGER NOT NULL DEFAULT 0;
        -- From now on an event that is not kept goes with the last delivery of it.
        DELETE FROM event WHERE cursor <= (SELECT cursor FROM event_end)
          AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.cursor = event.cursor);
        """
    ),
  ]
}
