import Messages
import Storage
import Telephony

/// The tables of a catalog copy in the transaction of whoever reads or changes them.
public struct CatalogTables {
  /// The tables, to be part of a service's migrations.
  public static let sql = """
    CREATE TABLE catalog_organization (
      name TEXT NOT NULL PRIMARY KEY, account_type INTEGER NOT NULL, outbound_calling_plans INTEGER NOT NULL)
      STRICT, WITHOUT ROWID;
    CREATE TABLE catalog_location (
      name TEXT NOT NULL PRIMARY KEY, country_code TEXT NOT NULL, connection INTEGER NOT NULL)
      STRICT, WITHOUT ROWID;
    CREATE TABLE catalog_cursor (id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL) STRICT;
    """

  private let transaction: Transaction

  public init(_ transaction: Transaction) {
    self.transaction = transaction
  }

  /// What is known of an organization; nil when nothing is.
  /// - Parameter name: `organizations/{organization}`.
  public func organization(_ name: String) throws -> OrganizationFacts? {
    try transaction.first(.selectOrganization, name) { row in
      // Of two readings the one that allows less.
      OrganizationFacts(
        accountType: OrganizationFacts.AccountType(rawValue: row[0]) ?? .paid,
        outboundCallingPlans: row[1]
      )
    }
  }

  /// What is known of a location; nil when nothing is.
  /// - Parameter name: `organizations/{organization}/locations/{location}`.
  public func location(_ name: String) throws -> LocationFacts? {
    try transaction.first(.selectLocation, name) { row in
      LocationFacts(countryCode: row[0], connection: LocationFacts.Connection(rawValue: row[1]) ?? .none)
    }
  }

  /// Sequence of the last event that was applied, 0 for none.
  func cursor() throws -> Int64 {
    try transaction.first(.selectCursor) { row in row[0] } ?? 0
  }

  func forgetCursor() throws {
    try transaction.execute(.deleteCursor)
  }

  /// Takes an event over, with its sequence; one that was applied already changes nothing.
  func apply(_ event: CatalogV1.CatalogEvent) throws {
    guard event.sequence > (try cursor()) else { return }
    switch event.resource {
    case .organization(let organization): try put(organization)
    case .location(let location): try put(location)
    case nil: break
    }
    try transaction.execute(.putCursor, event.sequence)
  }

  /// Takes over what the catalog answered; the events that led there come later and change nothing in the end.
  func put(_ organization: CatalogV1.Organization?, _ location: CatalogV1.Location?) throws {
    if let organization { try put(organization) }
    if let location { try put(location) }
  }

  private func put(_ organization: CatalogV1.Organization) throws {
    try transaction.execute(
      .putOrganization,
      organization.name,
      Int64(organization.accountType.rawValue),
      Int64(organization.outboundCallingPlans)
    )
  }

  private func put(_ location: CatalogV1.Location) throws {
    try transaction.execute(
      .putLocation,
      location.name,
      location.countryCode,
      Int64(location.pstnConnection.rawValue)
    )
  }
}

extension Statement {
  fileprivate static let putOrganization = Statement(
    """
    INSERT INTO catalog_organization VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET
      account_type = excluded.account_type, outbound_calling_plans = excluded.outbound_calling_plans
    """
  )
  fileprivate static let putLocation = Statement(
    """
    INSERT INTO catalog_location VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET
      country_code = excluded.country_code, connection = excluded.connection
    """
  )
  fileprivate static let putCursor = Statement(
    "INSERT INTO catalog_cursor VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence"
  )
  fileprivate static let deleteCursor = Statement("DELETE FROM catalog_cursor")
  fileprivate static let selectCursor = Statement("SELECT sequence FROM catalog_cursor WHERE id = 1")
  fileprivate static let selectOrganization = Statement(
    "SELECT account_type, outbound_calling_plans FROM catalog_organization WHERE name = ?1"
  )
  fileprivate static let selectLocation = Statement(
    "SELECT country_code, connection FROM catalog_location WHERE name = ?1"
  )
}
