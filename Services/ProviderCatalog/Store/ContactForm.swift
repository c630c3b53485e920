import Foundation
import ProviderCatalogRules

/// How a signatory is written before it is sealed: JSON, to which fields can be added.
enum ContactForm {
  private struct Stored: Codable {
    var givenName: String
    var familyName: String
    var email: String
    var phoneNumber: String
  }

  static func encode(_ contact: ContractContact) throws -> [UInt8] {
    let stored = Stored(
      givenName: contact.givenName,
      familyName: contact.familyName,
      email: contact.email,
      phoneNumber: contact.phoneNumber
    )
    return Array(try JSONEncoder().encode(stored))
  }

  static func decode(_ bytes: [UInt8]) throws -> ContractContact {
    let stored = try JSONDecoder().decode(Stored.self, from: Data(bytes))
    return ContractContact(
      givenName: stored.givenName,
      familyName: stored.familyName,
      email: stored.email,
      phoneNumber: stored.phoneNumber
    )
  }
}
