import Foundation
import Telephony

/// How an address is written before it is sealed: JSON, to which fields can be added.
enum AddressForm {
  private struct Stored: Codable {
    var countryCode: String
    var region: String
    var city: String
    var postalCode: String
    var street: String
    var buildingNumber: String
    var unit: String
  }

  static func encode(_ address: CivicAddress) throws -> [UInt8] {
    let stored = Stored(
      countryCode: address.countryCode,
      region: address.region,
      city: address.city,
      postalCode: address.postalCode,
      street: address.street,
      buildingNumber: address.buildingNumber,
      unit: address.unit
    )
    return Array(try JSONEncoder().encode(stored))
  }

  static func decode(_ bytes: [UInt8]) throws -> CivicAddress {
    let stored = try JSONDecoder().decode(Stored.self, from: Data(bytes))
    return CivicAddress(
      countryCode: stored.countryCode,
      region: stored.region,
      city: stored.city,
      postalCode: stored.postalCode,
      street: stored.street,
      buildingNumber: stored.buildingNumber,
      unit: stored.unit
    )
  }
}
