import Messages
import Testing

@testable import trunkline

@Suite struct AddressLineTests {
  @Test func whatAnAddressDoesNotSayLeavesNoGap() {
    var address = TypeV1.CivicAddress(
      countryCode: "DE",
      city: "Berlin",
      postalCode: "10115",
      street: "Invalidenstr",
      buildingNumber: "5"
    )
    #expect(address.line == "5 Invalidenstr, Berlin, 10115, DE")
    address.region = "BE"
    address.unit = "Floor 2"
    #expect(address.line == "5 Invalidenstr, Floor 2, Berlin, BE 10115, DE")
  }
}
