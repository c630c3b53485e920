import PersonalData
import Storage

/// Who of each organization is mailed, as the catalog's events tell it, sealed.
public struct NoticeAddressTable {
  /// The table, a migration of its own.
  public static let sql = """
    CREATE TABLE notice_address (organization TEXT NOT NULL PRIMARY KEY, sealed BLOB NOT NULL)
      STRICT, WITHOUT ROWID;
    """

  private let transaction: Transaction
  private let cipher: FieldCipher

  /// - Parameter cipher: with the key of the service's personal data.
  public init(_ transaction: Transaction, cipher: FieldCipher) {
    (self.transaction, self.cipher) = (transaction, cipher)
  }

  /// The addresses of an organization, by its id.
  public func emails(of organization: String) throws -> [String] {
    let sealed = try transaction.first(.select, organization) { row in row[0] as [UInt8] }
    guard let sealed else { return [] }
    var reader = RecordReader(try cipher.open(sealed, place: Self.place(organization)))
    var emails: [String] = []
    while !reader.isAtEnd { emails.append(try reader.text()) }
    return emails
  }

  public func set(_ emails: [String], of organization: String) throws {
    var packer = RecordPacker()
    for email in emails { packer.append(email) }
    try transaction.execute(
      .put,
      organization,
      try cipher.seal(packer.bytes, place: Self.place(organization))
    )
  }

  private static func place(_ organization: String) -> String { "notice addresses of \(organization)" }
}

extension Statement {
  fileprivate static let select = Statement("SELECT sealed FROM notice_address WHERE organization = ?1")
  fileprivate static let put = Statement(
    """
    INSERT INTO notice_address VALUES (?1, ?2)
    ON CONFLICT (organization) DO UPDATE SET sealed = excluded.sealed
    """
  )
}
