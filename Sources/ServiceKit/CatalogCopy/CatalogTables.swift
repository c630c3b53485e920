import Messages
import NIOCore
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

  /// The tables' second version, with partners, service-number licences and the rules of countries: a migration of its
  /// own for a service that began with `sql`. What is there is read anew.
  public static let secondSQL = """
    DROP TABLE catalog_organization;
    CREATE TABLE catalog_organization (
      name TEXT NOT NULL PRIMARY KEY, account_type INTEGER NOT NULL, outbound_calling_plans INTEGER NOT NULL,
      service_number_licenses INTEGER NOT NULL, managing_partner TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE catalog_partner (name TEXT NOT NULL PRIMARY KEY, is_enrolled INTEGER NOT NULL)
      STRICT, WITHOUT ROWID;
    CREATE TABLE catalog_country (code TEXT NOT NULL PRIMARY KEY, rules BLOB NOT NULL) STRICT, WITHOUT ROWID;
    DELETE FROM catalog_cursor;
    """

  /// The tables' third version: what calendars and service numbers ask of a location. What is there is read anew.
  public static let thirdSQL = """
    DROP TABLE catalog_location;
    CREATE TABLE catalog_location (
      name TEXT NOT NULL PRIMARY KEY, country_code TEXT NOT NULL, connection INTEGER NOT NULL,
      region TEXT NOT NULL, time_zone TEXT NOT NULL, has_service_numbers INTEGER NOT NULL,
      is_integrated INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    DELETE FROM catalog_cursor;
    """

  /// The tables' fourth version: whether the provider of a location has service numbers. What is there is read anew.
  public static let fourthSQL = """
    ALTER TABLE catalog_location ADD COLUMN lacks_service_numbers INTEGER NOT NULL DEFAULT 0;
    DELETE FROM catalog_cursor;
    """

  /// The tables' fifth version: whether a country has toll-free numbers. What is there is read anew.
  public static let fifthSQL = """
    ALTER TABLE catalog_country ADD COLUMN toll_free INTEGER NOT NULL DEFAULT 0;
    DELETE FROM catalog_cursor;
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
        outboundCallingPlans: row[1],
        serviceNumberLicenses: row[2],
        managingPartner: row[3]
      )
    }
  }

  /// What is known of a partner; nil when nothing is.
  /// - Parameter id: last part of its name.
  public func partner(_ id: String) throws -> PartnerFacts? {
    try transaction.first(.selectPartner, "partners/\(id)") { row in PartnerFacts(isEnrolled: row[0]) }
  }

  /// The rules of a country; nil when it is not offered.
  /// - Parameter code: ISO 3166-1 alpha-2, upper case.
  public func country(_ code: String) throws -> CatalogV1.Country? {
    let rules = try transaction.first(.selectCountry, code) { row in row[0] as [UInt8] }
    return try rules.map { try CatalogV1.Country(serialized: ByteBuffer(bytes: $0)) }
  }

  /// The rules of all countries that are offered.
  func countries() throws -> [CatalogV1.Country] {
    try transaction.query(.selectCountries) { row in row[0] as [UInt8] }
      .map { try CatalogV1.Country(serialized: ByteBuffer(bytes: $0)) }
  }

  /// The locations that are known, by their names, and the code of the country of each.
  func locations() throws -> [(name: String, country: String)] {
    try transaction.query(.selectLocations) { row in (row[0], row[1]) }
  }

  /// Names of the organizations that are known.
  public func organizations() throws -> [String] {
    try transaction.query(.selectOrganizations) { row in row[0] }
  }

  /// The partners that are known, by their names, and whether each is enrolled.
  func partners() throws -> [(name: String, isEnrolled: Bool)] {
    try transaction.query(.selectPartners) { row in (row[0], row[1]) }
  }

  /// What is known of a location; nil when nothing is.
  /// - Parameter name: `organizations/{organization}/locations/{location}`.
  public func location(_ name: String) throws -> LocationFacts? {
    try transaction.first(.selectLocation, name) { row in
      LocationFacts(
        countryCode: row[0],
        connection: LocationFacts.Connection(rawValue: row[1]) ?? .none,
        region: row[2],
        timeZone: row[3],
        hasServiceNumbers: row[4],
        isIntegrated: row[5],
        supportsServiceNumbers: !(row[6] as Bool),
        takesTollFree: row[7]
      )
    }
  }

  /// Sequence of the last event that was applied, 0 for none.
  func cursor() throws -> Int64 {
    try transaction.first(.selectCursor) { row in row[0] } ?? 0
  }

  func forgetCursor() throws {
    try transaction.execute(.deleteCursor)
  }

  /// Takes an event over, with its sequence; one that was applied already changes nothing, and is told by false.
  func apply(_ event: CatalogV1.CatalogEvent) throws -> Bool {
    guard try event.sequence == 0 || event.sequence > cursor() else { return false }
    switch event.resource {
    case .organization(let organization): try put(organization)
    case .location(let location): try put(location)
    case .partner(let partner): try put(partner)
    case .country(let country): try put(country)
    case .noticeAddresses, nil: break
    }
    // Events of a snapshot but the last have no sequence: who loses the connection before it begins again.
    if event.sequence > 0 { try transaction.execute(.putCursor, event.sequence) }
    return true
  }

  /// Takes over what the catalog answered; the events that led there come later and change nothing in the end.
  func put(
    _ organization: CatalogV1.Organization?,
    _ location: CatalogV1.Location?,
    _ partner: CatalogV1.Partner?,
    _ country: CatalogV1.Country?
  ) throws {
    if let organization { try put(organization) }
    if let location { try put(location) }
    if let partner { try put(partner) }
    if let country { try put(country) }
  }

  private func put(_ partner: CatalogV1.Partner) throws {
    try transaction.execute(.putPartner, partner.name, partner.enrolled)
  }

  private func put(_ country: CatalogV1.Country) throws {
    let rules = Array(country.serialized().readableBytesView)
    try transaction.execute(.putCountry, country.countryCode, rules, country.tollFree)
  }

  private func put(_ organization: CatalogV1.Organization) throws {
    try transaction.execute(
      .putOrganization,
      organization.name,
      Int64(organization.accountType.rawValue),
      Int64(organization.outboundCallingPlans),
      Int64(organization.serviceNumberLicenses),
      String(organization.managingPartner.trimmingPrefix("partners/"))
    )
  }

  private func put(_ location: CatalogV1.Location) throws {
    try transaction.execute(
      .putLocation,
      location.name,
      location.countryCode,
      Int64(location.pstnConnection.rawValue),
      location.region,
      location.timeZone,
      location.subscriptionType == .outboundCallingPlanWithServiceNumbers,
      location.integration == .integrated,
      location.lacksServiceNumbers
    )
  }
}

extension Statement {
  fileprivate static let putOrganization = Statement(
    """
    INSERT INTO catalog_organization VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (name) DO UPDATE SET
      account_type = excluded.account_type, outbound_calling_plans = excluded.outbound_calling_plans,
      service_number_licenses = excluded.service_number_licenses, managing_partner = excluded.managing_partner
    """
  )
  fileprivate static let putLocation = Statement(
    """
    INSERT INTO catalog_location VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (name) DO UPDATE SET
      country_code = excluded.country_code, connection = excluded.connection, region = excluded.region,
      time_zone = excluded.time_zone, has_service_numbers = excluded.has_service_numbers,
      is_integrated = excluded.is_integrated, lacks_service_numbers = excluded.lacks_service_numbers
    """
  )
  fileprivate static let putCursor = Statement(
    "INSERT INTO catalog_cursor VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence"
  )
  fileprivate static let deleteCursor = Statement("DELETE FROM catalog_cursor")
  fileprivate static let selectCursor = Statement("SELECT sequence FROM catalog_cursor WHERE id = 1")
  fileprivate static let selectLocations = Statement("SELECT name, country_code FROM catalog_location")
  fileprivate static let selectCountries = Statement("SELECT rules FROM catalog_country")
  fileprivate static let selectOrganization = Statement(
    """
    SELECT account_type, outbound_calling_plans, service_number_licenses, managing_partner
    FROM catalog_organization WHERE name = ?1
    """
  )
  fileprivate static let selectOrganizations = Statement(
    "SELECT name FROM catalog_organization ORDER BY name"
  )
  fileprivate static let selectPartners = Statement("SELECT name, is_enrolled FROM catalog_partner")
  fileprivate static let selectPartner = Statement("SELECT is_enrolled FROM catalog_partner WHERE name = ?1")
  fileprivate static let putPartner = Statement(
    """
    INSERT INTO catalog_partner VALUES (?1, ?2)
    ON CONFLICT (name) DO UPDATE SET is_enrolled = excluded.is_enrolled
    """
  )
  fileprivate static let selectCountry = Statement("SELECT rules FROM catalog_country WHERE code = ?1")
  fileprivate static let putCountry = Statement(
    """
    INSERT INTO catalog_country VALUES (?1, ?2, ?3) ON CONFLICT (code) DO UPDATE SET
      rules = excluded.rules, toll_free = excluded.toll_free
    """
  )
  fileprivate static let selectLocation = Statement(
    """
    SELECT country_code, connection, region, time_zone, has_service_numbers, is_integrated,
      lacks_service_numbers, coalesce(toll_free, 0)
    FROM catalog_location LEFT JOIN catalog_country ON code = country_code WHERE name = ?1
    """
  )
}
