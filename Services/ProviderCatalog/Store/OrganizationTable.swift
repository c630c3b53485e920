import ProviderCatalogRules
import Storage
import Telephony

/// The organizations in the database.
public enum OrganizationTable {
  /// One organization, by its id.
  public static func find(_ id: String, in transaction: Transaction) throws -> Organization? {
    try transaction.first(.selectOrganization, id) { row in try organization(row) }
  }

  /// All of them, by id.
  public static func all(in transaction: Transaction) throws -> [Organization] {
    try transaction.query(.selectOrganizations) { row in try organization(row) }
  }

  /// Stores an organization that is new or has changed.
  public static func save(_ organization: Organization, in transaction: Transaction) throws {
    try transaction.execute(
      .saveOrganization,
      organization.id,
      organization.displayName,
      organization.accountType.rawValue,
      Int(organization.licenses.outboundCallingPlans),
      Int(organization.licenses.serviceNumbers),
      organization.createTime.milliseconds,
      organization.updateTime.milliseconds,
      organization.version,
      organization.managingPartner,
      organization.serviceDate?.description ?? ""
    )
  }

  private static func organization(_ row: borrowing Row) throws -> Organization {
    let accountType: String = row[2]
    guard let type = Organization.AccountType(rawValue: accountType) else {
      throw StorageError(.corrupt, "organization has the unknown account type \(accountType)")
    }
    return Organization(
      id: row[0],
      displayName: row[1],
      accountType: type,
      licenses: Licenses(
        outboundCallingPlans: Int32(clamping: row[3] as Int),
        serviceNumbers: Int32(clamping: row[4] as Int)
      ),
      serviceDate: CivilDate(row[9] as String),
      managingPartner: row[8],
      createTime: Instant(milliseconds: row[5]),
      updateTime: Instant(milliseconds: row[6]),
      version: row[7]
    )
  }
}

extension Statement {
  fileprivate static let selectOrganization = Statement(
    """
    SELECT id, display_name, account_type, outbound_calling_plans, service_number_licenses,
      create_time_ms, update_time_ms, version, managing_partner, service_date
    FROM organization WHERE id = ?1
    """
  )
  fileprivate static let selectOrganizations = Statement(
    """
    SELECT id, display_name, account_type, outbound_calling_plans, service_number_licenses,
      create_time_ms, update_time_ms, version, managing_partner, service_date
    FROM organization ORDER BY id
    """
  )
  fileprivate static let saveOrganization = Statement(
    """
    INSERT INTO organization VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
    ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name, account_type = excluded.account_type,
      outbound_calling_plans = excluded.outbound_calling_plans,
      service_number_licenses = excluded.service_number_licenses,
      update_time_ms = excluded.update_time_ms, version = excluded.version,
      managing_partner = excluded.managing_partner, service_date = excluded.service_date
    """
  )
}
