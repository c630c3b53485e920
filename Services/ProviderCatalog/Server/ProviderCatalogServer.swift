import Messages
import PersonalData
import ProviderCatalogRules
import ProviderCatalogStore
import ServiceKit
import Storage

/// Answers for organizations, locations and countries: reads from memory, writes through the database.
public struct ProviderCatalogServer: CatalogV1.ProviderCatalogService {
  let database: Database
  let countries: CountryBook
  let directory: DirectoryBook
  let clock: any WallClock
  let stopping: StopSignal
  let cipher: FieldCipher
  let locationTable: LocationTable
  let requirementTable: RequirementTable
  let noticeAddresses: NoticeAddressTable
  let writes: IdempotentWrites
  let memory: CatalogMemory

  /// Reads everything into memory.
  ///
  /// - Parameters:
  ///   - database: opened with `CatalogSchema.migrations`.
  ///   - cipher: with the key of the service's personal data.
  public init(
    database: Database,
    countries: CountryBook,
    directory: DirectoryBook,
    cipher: FieldCipher,
    clock: any WallClock,
    stopping: StopSignal
  ) async throws {
    self.database = database
    self.countries = countries
    self.directory = directory
    self.clock = clock
    self.stopping = stopping
    self.cipher = cipher
    let locationTable = LocationTable(cipher: cipher)
    self.locationTable = locationTable
    requirementTable = RequirementTable(cipher: cipher)
    noticeAddresses = NoticeAddressTable(cipher: cipher)
    writes = IdempotentWrites(database: database, clock: clock)
    memory = CatalogMemory()
    let (organizations, locations) = try await database.read { transaction in
      (try OrganizationTable.all(in: transaction), try locationTable.all(in: transaction))
    }
    try countries.check(locations)
    let partners = try await database.read { try PartnerTable.all(in: $0) }
    for partner in partners { memory.note(CatalogV1.Partner(partner)) }
    for organization in organizations { memory.note(CatalogV1.Organization(organization)) }
    for location in locations { memory.note(CatalogV1.Location(location, directory).withoutContact) }
    try await publishCountries()
  }

  /// Checks the calls of partners.
  public var partnerGate: PartnerGate { memory.partnerGate }
}
