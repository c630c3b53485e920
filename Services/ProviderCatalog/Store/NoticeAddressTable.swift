import PersonalData
import ProviderCatalogRules
import Storage
import Telephony

/// Who of each organization is mailed, sealed.
public struct NoticeAddressTable: Sendable {
  private let cipher: FieldCipher

  /// - Parameter cipher: with the key of the service's personal data.
  public init(cipher: FieldCipher) {
    self.cipher = cipher
  }

  /// Those of an organization, by its id; nil when none were ever given.
  public func find(_ organization: String, in transaction: Transaction) throws -> NoticeAddresses? {
    try transaction.first(.selectAddresses, organization) { row in
      var reader = RecordReader(try cipher.open(row[0], place: Self.place(organization)))
      var emails: [String] = []
      while !reader.isAtEnd { emails.append(try reader.text()) }
      return NoticeAddresses(
        organization: organization,
        emails: emails,
        updateTime: Instant(milliseconds: row[1]),
        version: row[2]
      )
    }
  }

  /// Ids of the organizations that have given some.
  public func organizations(in transaction: Transaction) throws -> [String] {
    try transaction.query(.selectOrganizations) { row in row[0] }
  }

  public func save(_ addresses: NoticeAddresses, in transaction: Transaction) throws {
    var packer = RecordPacker()
    for email in addresses.emails { packer.append(email) }
    try transaction.execute(
      .saveAddresses,
      addresses.organization,
      try cipher.seal(packer.bytes, place: Self.place(addresses.organization)),
      addresses.updateTime.milliseconds,
      addresses.version
    )
  }

  private static func place(_ organization: String) -> String { "notice addresses of \(organization)" }
}

extension Statement {
  fileprivate static let selectAddresses = Statement(
    "SELECT emails, update_time_ms, version FROM notice_addresses WHERE organization = ?1"
  )
  fileprivate static let selectOrganizations = Statement(
    "SELECT organization FROM notice_addresses ORDER BY organization"
  )
  fileprivate static let saveAddresses = Statement(
    """
    INSERT INTO notice_addresses VALUES (?1, ?2, ?3, ?4) ON CONFLICT (organization) DO UPDATE SET
      emails = excluded.emails, update_time_ms = excluded.update_time_ms, version = excluded.version
    """
  )
}
