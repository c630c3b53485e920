import ProviderCatalogRules
import Storage
import Telephony

/// The partners in the database.
public enum PartnerTable {
  /// One partner, by its id.
  public static func find(_ id: String, in transaction: Transaction) throws -> Partner? {
    try transaction.first(.selectPartner, id) { row in partner(row) }
  }

  /// All of them, by id.
  public static func all(in transaction: Transaction) throws -> [Partner] {
    try transaction.query(.selectPartners) { row in partner(row) }
  }

  /// Stores a partner that is new or has changed.
  public static func save(_ partner: Partner, in transaction: Transaction) throws {
    try transaction.execute(
      .savePartner,
      partner.id,
      partner.displayName,
      partner.isEnrolled,
      partner.createTime.milliseconds,
      partner.updateTime.milliseconds,
      partner.version,
      partner.preferredProviders.joined(separator: " ")
    )
  }

  private static func partner(_ row: borrowing Row) -> Partner {
    Partner(
      id: row[0],
      displayName: row[1],
      isEnrolled: row[2],
      preferredProviders: (row[6] as String).split(separator: " ").map(String.init),
      createTime: Instant(milliseconds: row[3]),
      updateTime: Instant(milliseconds: row[4]),
      version: row[5]
    )
  }
}

extension Statement {
  fileprivate static let selectPartner = Statement(
    """
    SELECT id, display_name, is_enrolled, create_time_ms, update_time_ms, version, preferred_providers
    FROM partner WHERE id = ?1
    """
  )
  fileprivate static let selectPartners = Statement(
    """
    SELECT id, display_name, is_enrolled, create_time_ms, update_time_ms, version, preferred_providers
    FROM partner ORDER BY id
    """
  )
  fileprivate static let savePartner = Statement(
    """
    INSERT INTO partner VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET
      is_enrolled = excluded.is_enrolled, preferred_providers = excluded.preferred_providers,
      update_time_ms = excluded.update_time_ms, version = excluded.version
    """
  )
}
