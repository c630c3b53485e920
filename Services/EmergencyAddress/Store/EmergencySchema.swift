import Storage

/// The tables of emergency addresses.
public enum EmergencySchema {
  /// All steps from an empty database.
  public static let migrations = [
    Migration(
      1,
      sql: """
        -- What the catalog's events say.
        CREATE TABLE organization (
          id TEXT NOT NULL PRIMARY KEY, is_trial INTEGER NOT NULL, outbound_calling_plans INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- country_code is empty while only a number's event has named the location.
        CREATE TABLE location (
          id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, country_code TEXT NOT NULL
        ) STRICT;
        -- What the inventory's events say: consecutive numbers of one location, each run in one block of 10,000.
        CREATE TABLE number_run (
          first INTEGER PRIMARY KEY, count INTEGER NOT NULL, location INTEGER NOT NULL REFERENCES location (id)
        ) STRICT;
        -- How far each stream of events was followed, and when it was last live.
        CREATE TABLE followed_stream (
          name TEXT NOT NULL PRIMARY KEY, cursor INTEGER NOT NULL, live_time_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- Every address that a location ever had; the highest version holds. address is personal data and sealed.
        CREATE TABLE location_address (
          location INTEGER NOT NULL REFERENCES location (id), version INTEGER NOT NULL, address BLOB NOT NULL,
          progress INTEGER NOT NULL, principal TEXT NOT NULL, update_time_ms INTEGER NOT NULL,
          PRIMARY KEY (location, version)
        ) STRICT, WITHOUT ROWID;
        """
    ),
    Migration(
      2,
      sql: """
        -- The catalog's rules of each country, a message in its binary form.
        CREATE TABLE country (code TEXT NOT NULL PRIMARY KEY, rules BLOB NOT NULL) STRICT, WITHOUT ROWID;
        -- Their events were passed over before: the catalog tells everything once more.
        UPDATE followed_stream SET cursor = 0 WHERE name = 'catalog';
        """
    ),
    Migration(
      3,
      sql: """
        -- What each change left of an address; the highest version of a subject holds. content is personal data and
        -- sealed.
        CREATE TABLE address (
          subject TEXT NOT NULL, version INTEGER NOT NULL, revision INTEGER NOT NULL, content BLOB NOT NULL,
          progress INTEGER NOT NULL, step INTEGER NOT NULL, rejection TEXT NOT NULL, action INTEGER NOT NULL,
          principal TEXT NOT NULL, time_ms INTEGER NOT NULL, PRIMARY KEY (subject, version)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO address
          SELECT location.name, version, version, address, 1, 1, '', 1, principal, update_time_ms
          FROM location_address JOIN location ON location.id = location_address.location;
        DROP TABLE location_address;
        -- To whom numbers belonged, by their block of 10,000; location is 0 for nobody. The last one holds.
        CREATE TABLE number_change (
          block INTEGER NOT NULL, id INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL,
          location INTEGER NOT NULL, time_ms INTEGER NOT NULL, PRIMARY KEY (block, id)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO number_change
          SELECT first / 10000, row_number() OVER (PARTITION BY first / 10000 ORDER BY first), first, count,
            location, 0
          FROM number_run;
        -- Who used a number, empty for nobody. The last one holds.
        CREATE TABLE number_user (
          number INTEGER NOT NULL, id INTEGER NOT NULL, user TEXT NOT NULL, time_ms INTEGER NOT NULL,
          PRIMARY KEY (number, id)
        ) STRICT, WITHOUT ROWID;
        -- Addresses that the emergency provider has still to forget.
        CREATE TABLE provider_removal (
          subject TEXT NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (subject, revision)
        ) STRICT, WITHOUT ROWID;
        -- Who is told of emergency calls from a location. contacts is personal data and sealed.
        CREATE TABLE notification_contacts (
          location TEXT NOT NULL PRIMARY KEY, contacts BLOB NOT NULL, principal TEXT NOT NULL,
          update_time_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- Who read personal data, and when.
        CREATE TABLE personal_reading (
          id INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, principal TEXT NOT NULL, resource TEXT NOT NULL
        ) STRICT;
        -- The same for look-ups, many in one row.
        CREATE TABLE look_up_readings (
          id INTEGER PRIMARY KEY, last_time_ms INTEGER NOT NULL, readings BLOB NOT NULL
        ) STRICT;
        -- Numbers that were released were passed over before: the inventory tells everything once more.
        UPDATE followed_stream SET cursor = 0 WHERE name = 'inventory';
        """
    ),
    Migration(
      4,
      sql: """
        -- Which partners may act for whom.
        ALTER TABLE organization ADD COLUMN managing_partner TEXT NOT NULL DEFAULT '';
        CREATE TABLE partner (name TEXT NOT NULL PRIMARY KEY, is_enrolled INTEGER NOT NULL)
          STRICT, WITHOUT ROWID;
        -- Their events were passed over before: the catalog tells everything once more.
        UPDATE followed_stream SET cursor = 0 WHERE name = 'catalog';
        """
    ),
    Migration(
      5,
      sql: """
        -- What the emergency provider has still to be told of numbers. The ids of rows that are gone do not come again: they
        -- name tasks. kind is 0 where all that is known has still to be told.
        CREATE TABLE number_task (
          id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, subject TEXT NOT NULL,
          first INTEGER NOT NULL, count INTEGER NOT NULL
        ) STRICT;
        INSERT INTO number_task (kind, subject, first, count) VALUES (0, '', 0, 0);
        """
    ),
  ]
}
