import EmergencyAddressRules
import Messages
import ServiceKit
import Telephony

extension CivicAddress {
  init(_ message: TypeV1.CivicAddress) {
    self.init(
      countryCode: message.countryCode,
      region: message.region,
      city: message.city,
      postalCode: message.postalCode,
      street: message.street,
      buildingNumber: message.buildingNumber,
      unit: message.unit
    )
  }
}

extension TypeV1.CivicAddress {
  init(_ address: CivicAddress) {
    self.init(
      countryCode: address.countryCode,
      region: address.region,
      city: address.city,
      postalCode: address.postalCode,
      street: address.street,
      buildingNumber: address.buildingNumber,
      unit: address.unit
    )
  }
}

extension EmergencyV1.EmergencyAddress {
  init(_ address: LocationAddress) {
    self.init(
      name: address.name,
      address: TypeV1.CivicAddress(address.address),
      progress: Progress(address.progress),
      updateTime: GoogleProtobuf.Timestamp(
        seconds: address.updateTime.seconds,
        nanos: address.updateTime.nanoseconds
      ),
      etag: ETag.text(address.version)
    )
  }
}

extension EmergencyV1.EmergencyAddress.Progress {
  init(_ progress: LocationAddress.Progress) {
    switch progress {
    case .syntax: self = .syntax
    case .validated: self = .validated
    case .provisioned: self = .provisioned
    case .verified: self = .verified
    }
  }
}
