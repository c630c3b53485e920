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
  ]
}
