import PersonalData
import ProviderCatalogRules
import Storage
import Telephony

/// The locations in the database; their signatories are sealed.
public struct LocationTable: Sendable {
  private let cipher: FieldCipher

  /// - Parameter cipher: with the key of the service's personal data.
  public init(cipher: FieldCipher) {
    self.cipher = cipher
  }

  /// One location, by the ids of its name.
  public func find(organization: String, id: String, in transaction: Transaction) throws -> Location? {
    try transaction.first(.selectLocation, organization, id) { row in try location(row) }
  }

  /// All of all organizations, by organization and id.
  public func all(in transaction: Transaction) throws -> [Location] {
    try transaction.query(.selectLocations) { row in try location(row) }
  }

  /// How many an organization has.
  public func count(of organization: String, in transaction: Transaction) throws -> Int {
    try transaction.first(.countLocations, organization) { row in row[0] } ?? 0
  }

  /// How many locations of an organization other than one have a subscription with service numbers.
  public func serviceSubscriptions(
    of organization: String,
    besides id: String,
    in transaction: Transaction
  ) throws -> Int {
    let kind = Location.Subscription.withServiceNumbers.rawValue
    return try transaction.first(.countSubscriptions, organization, id, kind) { row in row[0] } ?? 0
  }

  /// Stores a location that is new or has changed.
  public func save(_ location: Location, in transaction: Transaction) throws {
    try transaction.execute(
      .saveLocation,
      location.organization,
      location.id,
      location.displayName,
      location.countryCode,
      location.timeZone,
      location.connection.rawValue,
      try location.contractContact.map { try sealed($0, of: location.name) },
      location.createTime.milliseconds,
      location.updateTime.milliseconds,
      location.version,
      location.provider,
      location.integration?.rawValue ?? "",
      location.subscription?.rawValue ?? "",
      location.hasLocalGateway,
      location.region
    )
  }

  private func location(_ row: borrowing Row) throws -> Location {
    let organization: String = row[0]
    let id: String = row[1]
    let connection: String = row[5]
    guard let chosen = Location.Connection(rawValue: connection) else {
      throw StorageError(.corrupt, "location has the unknown connection \(connection)")
    }
    let sealedContact: [UInt8]? = row[6]
    return Location(
      organization: organization,
      id: id,
      displayName: row[2],
      countryCode: row[3],
      region: row[14],
      timeZone: row[4],
      connection: chosen,
      provider: row[10],
      integration: Location.Integration(rawValue: row[11]),
      subscription: Location.Subscription(rawValue: row[12]),
      hasLocalGateway: row[13],
      contractContact: try sealedContact.map {
        try contact($0, of: "organizations/\(organization)/locations/\(id)")
      },
      createTime: Instant(milliseconds: row[7]),
      updateTime: Instant(milliseconds: row[8]),
      version: row[9]
    )
  }
}

// MARK: - Signatories
extension LocationTable {
  private func sealed(_ contact: ContractContact, of location: String) throws -> [UInt8] {
    try cipher.seal(ContactForm.encode(contact), place: Self.place(location))
  }

  private func contact(_ sealed: [UInt8], of location: String) throws -> ContractContact {
    try ContactForm.decode(cipher.open(sealed, place: Self.place(location)))
  }

  private static func place(_ location: String) -> String { "contract contact of \(location)" }
}

extension Statement {
  fileprivate static let selectLocation = Statement(
    """
    SELECT organization, id, display_name, country_code, time_zone, connection, contract_contact,
      create_time_ms, update_time_ms, version, provider, integration, subscription, has_local_gateway, region
    FROM location WHERE organization = ?1 AND id = ?2
    """
  )
  fileprivate static let selectLocations = Statement(
    """
    SELECT organization, id, display_name, country_code, time_zone, connection, contract_contact,
      create_time_ms, update_time_ms, version, provider, integration, subscription, has_local_gateway, region
    FROM location ORDER BY organization, id
    """
  )
  fileprivate static let countLocations = Statement("SELECT count(*) FROM location WHERE organization = ?1")
  fileprivate static let countSubscriptions = Statement(
    "SELECT count(*) FROM location WHERE organization = ?1 AND id <> ?2 AND subscription = ?3"
  )
  fileprivate static let saveLocation = Statement(
    """
    INSERT INTO location VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
    ON CONFLICT (organization, id) DO UPDATE SET display_name = excluded.display_name,
      time_zone = excluded.time_zone, connection = excluded.connection,
      contract_contact = excluded.contract_contact, provider = excluded.provider,
      integration = excluded.integration, subscription = excluded.subscription,
      has_local_gateway = excluded.has_local_gateway,
      update_time_ms = excluded.update_time_ms, version = excluded.version
    """
  )
}
