import Storage

/// The tables of the catalog.
public enum CatalogSchema {
  /// All steps from an empty database.
  public static let migrations = [
    Migration(
      1,
      sql: """
        CREATE TABLE organization (
          id TEXT NOT NULL PRIMARY KEY, display_name TEXT NOT NULL, account_type TEXT NOT NULL,
          outbound_calling_plans INTEGER NOT NULL, service_number_licenses INTEGER NOT NULL,
          create_time_ms INTEGER NOT NULL, update_time_ms INTEGER NOT NULL, version INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- contract_contact is personal data and sealed.
        CREATE TABLE location (
          organization TEXT NOT NULL REFERENCES organization (id), id TEXT NOT NULL,
          display_name TEXT NOT NULL, country_code TEXT NOT NULL, time_zone TEXT NOT NULL,
          connection TEXT NOT NULL, contract_contact BLOB,
          create_time_ms INTEGER NOT NULL, update_time_ms INTEGER NOT NULL, version INTEGER NOT NULL,
          PRIMARY KEY (organization, id)
        ) STRICT, WITHOUT ROWID;
        """
    ),
    Migration(
      2,
      sql: """
        ALTER TABLE organization ADD COLUMN managing_partner TEXT NOT NULL DEFAULT '';
        CREATE TABLE partner (
          id TEXT NOT NULL PRIMARY KEY, display_name TEXT NOT NULL, is_enrolled INTEGER NOT NULL,
          create_time_ms INTEGER NOT NULL, update_time_ms INTEGER NOT NULL, version INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE country (
          code TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, rules BLOB NOT NULL) STRICT, WITHOUT ROWID;
        """
    ),
  ]
}
