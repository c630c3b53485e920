import Messages
import Telephony

extension CivicAddress {
  /// Takes what a message says; nothing is checked.
  public init(_ message: TypeV1.CivicAddress) {
    self.init(
      countryCode: message.countryCode,
      region: message.region,
      city: message.city,
      postalCode: message.postalCode,
      street: message.street,
      buildingNumber: message.buildingNumber,
      unit: message.unit,
      floor: message.floor,
      room: message.room
    )
  }
}

extension TypeV1.CivicAddress {
  /// Says where an address is.
  public init(_ address: CivicAddress) {
    self.init(
      countryCode: address.countryCode,
      region: address.region,
      city: address.city,
      postalCode: address.postalCode,
      street: address.street,
      buildingNumber: address.buildingNumber,
      unit: address.unit,
      floor: address.floor,
      room: address.room
    )
  }
}
