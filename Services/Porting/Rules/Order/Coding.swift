import Telephony

// How the words of telephony are stored within a port order. The forms must not change: databases have them.
extension Instant: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(milliseconds: try decoder.singleValueContainer().decode(Int64.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }
}

extension CivilDate: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(daysSince1970: try decoder.singleValueContainer().decode(Int.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(daysSince1970)
  }
}

extension TelephoneNumber: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let number = TelephoneNumber(digits: try container.decode(UInt64.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "It is no telephone number.")
    }
    self = number
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(digits)
  }
}

extension CivicAddress: Codable {
  public init(from decoder: any Decoder) throws {
    let parts = try decoder.singleValueContainer().decode([String].self) + Array(repeating: "", count: 9)
    self.init(
      countryCode: parts[0],
      region: parts[1],
      city: parts[2],
      postalCode: parts[3],
      street: parts[4],
      buildingNumber: parts[5],
      unit: parts[6],
      floor: parts[7],
      room: parts[8]
    )
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode([
      countryCode, region, city, postalCode, street, buildingNumber, unit, floor, room,
    ])
  }
}

extension PortType: Codable {}
extension Donor: Codable {}
extension FileFormat: Codable {}
