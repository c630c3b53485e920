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
    Migration(
      3,
      sql: """
        ALTER TABLE location ADD COLUMN provider TEXT NOT NULL DEFAULT '';
        ALTER TABLE location ADD COLUMN integration TEXT NOT NULL DEFAULT '';
        ALTER TABLE location ADD COLUMN subscription TEXT NOT NULL DEFAULT '';
        UPDATE location SET subscription = 'OUTBOUND_CALLING_PLAN' WHERE connection = 'CALLING_PLAN';
        ALTER TABLE location ADD COLUMN has_local_gateway INTEGER NOT NULL DEFAULT 0;
        -- Ids, separated by spaces.
        ALTER TABLE partner ADD COLUMN preferred_providers TEXT NOT NULL DEFAULT '';
        -- filled_in holds personal data and is sealed, as are the documents. Every reading of them is noted.
        CREATE TABLE requirement_group (
          organization TEXT NOT NULL REFERENCES organization (id), id TEXT NOT NULL,
          display_name TEXT NOT NULL, country_code TEXT NOT NULL, number_type INTEGER NOT NULL,
          action TEXT NOT NULL, filled_in BLOB NOT NULL, documents TEXT NOT NULL,
          create_time_ms INTEGER NOT NULL, update_time_ms INTEGER NOT NULL, version INTEGER NOT NULL,
          PRIMARY KEY (organization, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE requirement_document (
          organization TEXT NOT NULL, requirement_group TEXT NOT NULL, kind TEXT NOT NULL, sealed BLOB NOT NULL,
          PRIMARY KEY (organization, requirement_group, kind),
          FOREIGN KEY (organization, requirement_group) REFERENCES requirement_group (organization, id)
            ON DELETE CASCADE
        ) STRICT;
        CREATE TABLE personal_reading (
          id INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, principal TEXT NOT NULL, resource TEXT NOT NULL) STRICT;
        """
    ),
    Migration(4, sql: "ALTER TABLE location ADD COLUMN region TEXT NOT NULL DEFAULT ''"),
    Migration(
      5,
      sql: """
        ALTER TABLE organization ADD COLUMN service_date TEXT NOT NULL DEFAULT '';
        -- Who of an organization is mailed. emails is personal data and sealed.
        CREATE TABLE notice_addresses (
          organization TEXT NOT NULL PRIMARY KEY REFERENCES organization (id), emails BLOB NOT NULL,
          update_time_ms INTEGER NOT NULL, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """
    ),
  ]
}
