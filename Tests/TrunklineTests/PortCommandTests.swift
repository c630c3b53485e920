import Messages
import Testing

@testable import trunkline

@Suite struct PortCommandTests {
  private func draft(_ arguments: [String]) throws -> PortingV1.PortOrder {
    try CreatePortOrder.parse(["+12015551234", "--location", "hq"] + arguments).wish.order(
      numbers: ["+12015551234"]
    )
  }

  /// The countries of North America and Italy ask for the region.
  @Test func anAddressOfServiceHasAllItsParts() throws {
    let made = try draft([
      "--service-country", "us", "--service-region", "NJ", "--service-city", "Jersey City",
      "--service-postal-code", "07302", "--service-street", "Main St, rear", "--service-building-number",
      "12",
      "--service-unit", "Floor 2",
    ])
    let address = TypeV1.CivicAddress(
      countryCode: "US",
      region: "NJ",
      city: "Jersey City",
      postalCode: "07302",
      street: "Main St, rear",
      buildingNumber: "12",
      unit: "Floor 2"
    )
    #expect(made.details?.serviceAddress == address)
    #expect(try draft([]).details?.serviceAddress == nil)
    #expect(throws: (any Error).self) { try draft(["--service-city", "Jersey City"]) }
  }

  @Test func whatDecidesOnDatesInBritainCanBeSaidAndTakenBack() throws {
    let made = try draft(["--direct-dial-in", "--donor-holds-range", "--service"])
    #expect(made.directDialIn && made.donorHoldsRange && made.serviceNumbers)
    #expect(try ChangePortOrder.parse(["o", "--no-service"]).wish.service == false)
    #expect(try ChangePortOrder.parse(["o"]).wish.service == nil)
  }

  @Test func whatACountryAsksForIsChangedOneByOne() throws {
    let known = [
      PortingV1.PortValue(field: "SIRET", text: "35600000000048"),
      PortingV1.PortValue(field: "RIO", text: "A", phoneNumber: "+33142345678"),
      PortingV1.PortValue(field: "RIO", text: "B", phoneNumber: "+33142345679"),
      PortingV1.PortValue(field: "CONTRACT", text: "7"),
    ]
    let given = try ["RIO:+33142345678=C=", "CONTRACT="].map {
      try #require(PortValueOption(argument: $0)).message
    }
    #expect(
      known.replaced(by: given) == [
        known[0], known[2], PortingV1.PortValue(field: "RIO", text: "C=", phoneNumber: "+33142345678"),
      ]
    )
    #expect(throws: (any Error).self) { try draft(["--value", "SIRET"]) }
  }

  @Test func numbersAreGivenAwayOnlyWhenSaidSo() throws {
    #expect(try AnswerPortOut.parse(["p1", "--accept"]).accept)
    #expect(try AnswerPortOut.parse(["p1", "--reject", "PIN_MISMATCH"]).reject == "PIN_MISMATCH")
    #expect(throws: (any Error).self) { try AnswerPortOut.parse(["p1"]) }
    #expect(throws: (any Error).self) {
      try AnswerPortOut.parse(["p1", "--accept", "--reject", "PIN_MISMATCH"])
    }
  }

  /// Protection takes the place of what was set: nothing of it goes unsaid.
  @Test func protectionIsSetAsAWhole() throws {
    let whole = ["--account", "K", "--pin", "1", "--no-postal-code", "--notify", "a@b.example"]
    #expect(try ProtectNumbers.parse(whole).notify == ["a@b.example"])
    for missing in [["--account", "K"], Array(whole.dropLast(2)), whole + ["--no-pin"]] {
      #expect(throws: (any Error).self) { try ProtectNumbers.parse(missing) }
    }
  }
}
