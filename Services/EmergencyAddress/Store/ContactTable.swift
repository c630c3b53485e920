import EmergencyAddressRules
import PersonalData
import Storage
import Telephony

/// The contacts of locations, sealed.
public struct ContactTable: Sendable {
  private let cipher: FieldCipher

  public init(cipher: FieldCipher) {
    self.cipher = cipher
  }

  /// The contacts of a location, and when they were given; nil when none ever were.
  public func find(
    _ location: String,
    in transaction: Transaction
  ) throws -> (contacts: [NotificationContact], updateTime: Instant)? {
    try transaction.first(.selectContacts, location) { row in
      let plaintext = try cipher.open(row[0], place: Self.place(location))
      return (try Self.decode(plaintext), Instant(milliseconds: row[1]))
    }
  }

  public func save(
    _ contacts: [NotificationContact],
    of location: String,
    by author: AddressAuthor,
    in transaction: Transaction
  ) throws {
    try transaction.execute(
      .saveContacts,
      location,
      try cipher.seal(Self.encode(contacts), place: Self.place(location)),
      author.principal,
      author.time.milliseconds
    )
  }

  private static func encode(_ contacts: [NotificationContact]) -> [UInt8] {
    var packer = RecordPacker()
    for contact in contacts {
      packer.append(contact.displayName)
      packer.append(contact.email)
      packer.append(contact.phoneNumber)
    }
    return packer.bytes
  }

  private static func decode(_ bytes: [UInt8]) throws -> [NotificationContact] {
    var reader = RecordReader(bytes)
    var contacts: [NotificationContact] = []
    while !reader.isAtEnd {
      contacts.append(
        NotificationContact(
          displayName: try reader.text(),
          email: try reader.text(),
          phoneNumber: try reader.text()
        )
      )
    }
    return contacts
  }

  private static func place(_ location: String) -> String { "notification contacts of \(location)" }
}

extension Statement {
  fileprivate static let selectContacts = Statement(
    "SELECT contacts, update_time_ms FROM notification_contacts WHERE location = ?1"
  )
  fileprivate static let saveContacts = Statement(
    """
    INSERT INTO notification_contacts VALUES (?1, ?2, ?3, ?4) ON CONFLICT (location) DO UPDATE SET
      contacts = excluded.contacts, principal = excluded.principal, update_time_ms = excluded.update_time_ms
    """
  )
}
