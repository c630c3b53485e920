import EmergencyAddressRules
import Storage

/// A location as the database numbers it.
public struct NumberedLocation: Hashable, Sendable {
  /// Counts from 1, without gaps.
  public var number: Int32
  public var location: KnownLocation

  init(_ number: Int, _ location: KnownLocation) {
    self.number = Int32(clamping: number)
    self.location = location
  }
}

/// The organizations that events named.
public enum KnownOrganizationTable {
  public static func find(_ id: String, in transaction: Transaction) throws -> KnownOrganization? {
    try transaction.first(.selectOrganization, id) { row in
      KnownOrganization(id: row[0], isTrial: row[1], outboundCallingPlans: row[2], managingPartner: row[3])
    }
  }

  public static func all(in transaction: Transaction) throws -> [KnownOrganization] {
    try transaction.query(.selectOrganizations) { row in
      KnownOrganization(id: row[0], isTrial: row[1], outboundCallingPlans: row[2], managingPartner: row[3])
    }
  }

  public static func save(_ organization: KnownOrganization, in transaction: Transaction) throws {
    try transaction.execute(
      .saveOrganization,
      organization.id,
      organization.isTrial,
      organization.outboundCallingPlans,
      organization.managingPartner
    )
  }
}

/// Whether partners are enrolled, by their names.
public enum KnownPartnerTable {
  public static func all(in transaction: Transaction) throws -> [(name: String, isEnrolled: Bool)] {
    try transaction.query(.selectPartners) { row in (row[0], row[1]) }
  }

  public static func save(_ name: String, isEnrolled: Bool, in transaction: Transaction) throws {
    try transaction.execute(.savePartner, name, isEnrolled)
  }
}

/// The locations that events named.
public enum KnownLocationTable {
  /// One location, by its name; its country is empty while only a number's event has named it.
  public static func find(_ name: String, in transaction: Transaction) throws -> NumberedLocation? {
    try transaction.first(.selectLocation, name) { row in
      NumberedLocation(row[0], KnownLocation(name: row[1], countryCode: row[2]))
    }
  }

  /// One location, by its number.
  public static func find(number: Int32, in transaction: Transaction) throws -> KnownLocation? {
    try transaction.first(.selectLocationByNumber, Int64(number)) { row in
      KnownLocation(name: row[0], countryCode: row[1])
    }
  }

  public static func all(in transaction: Transaction) throws -> [NumberedLocation] {
    try transaction.query(.selectLocations) { row in
      NumberedLocation(row[0], KnownLocation(name: row[1], countryCode: row[2]))
    }
  }

  /// Stores what the catalog says, and returns the location with its number.
  public static func save(
    _ location: KnownLocation,
    in transaction: Transaction
  ) throws -> NumberedLocation {
    let number = try transaction.first(.saveLocation, location.name, location.countryCode) { $0[0] as Int }
    return NumberedLocation(number ?? 0, location)
  }

  /// The location of a name, made when only a number's event has named it so far.
  public static func findOrMake(_ name: String, in transaction: Transaction) throws -> NumberedLocation {
    try find(name, in: transaction)
      ?? save(KnownLocation(name: name, countryCode: ""), in: transaction)
  }
}

extension Statement {
  fileprivate static let selectOrganization = Statement(
    "SELECT id, is_trial, outbound_calling_plans, managing_partner FROM organization WHERE id = ?1"
  )
  fileprivate static let selectOrganizations = Statement(
    "SELECT id, is_trial, outbound_calling_plans, managing_partner FROM organization"
  )
  fileprivate static let saveOrganization = Statement(
    """
    INSERT INTO organization VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET
      is_trial = excluded.is_trial, outbound_calling_plans = excluded.outbound_calling_plans,
      managing_partner = excluded.managing_partner
    """
  )
  fileprivate static let selectPartners = Statement("SELECT name, is_enrolled FROM partner")
  fileprivate static let savePartner = Statement(
    "INSERT INTO partner VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET is_enrolled = excluded.is_enrolled"
  )
  fileprivate static let selectLocation = Statement(
    "SELECT id, name, country_code FROM location WHERE name = ?1"
  )
  fileprivate static let selectLocationByNumber = Statement(
    "SELECT name, country_code FROM location WHERE id = ?1"
  )
  fileprivate static let selectLocations = Statement(
    "SELECT id, name, country_code FROM location ORDER BY id"
  )
  fileprivate static let saveLocation = Statement(
    """
    INSERT INTO location (name, country_code) VALUES (?1, ?2)
    ON CONFLICT (name) DO UPDATE SET country_code = excluded.country_code
    RETURNING id
    """
  )
}
