/// A dispatchable civic address (RFC 5139; RAY BAUM'S Act section 506).
public struct CivicAddress: Hashable, Sendable {
  /// ISO 3166-1 alpha-2 code of the country, upper case.
  public var countryCode: String
  /// State or province by its local code, such as `NJ`.
  public var region: String
  /// City or locality.
  public var city: String
  /// Postal code in the form of its country.
  public var postalCode: String
  /// Street name with its type and direction, without the building number.
  public var street: String
  /// Building number with its suffix.
  public var buildingNumber: String
  /// Suite, apartment or other unit of the building.
  public var unit: String
  /// With the room it leads responders to the caller.
  public var floor: String
  /// Room, desk or bay.
  public var room: String

  /// Makes an address; nothing is checked.
  public init(
    countryCode: String = "",
    region: String = "",
    city: String = "",
    postalCode: String = "",
    street: String = "",
    buildingNumber: String = "",
    unit: String = "",
    floor: String = "",
    room: String = ""
  ) {
    self.countryCode = countryCode
    self.region = region
    self.city = city
    self.postalCode = postalCode
    self.street = street
    self.buildingNumber = buildingNumber
    self.unit = unit
    self.floor = floor
    self.room = room
  }
}
