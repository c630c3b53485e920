import EmergencyAddressStore
import Messages
import NeighbourTesting
import StorageTesting
import Testing

@testable import EmergencyAddressServer

@Suite struct CountryTests {
  private let hall = "organizations/acme/locations/hall"
  private let france = CatalogV1.Country(
    countryCode: "FR",
    addressFields: ["street", "city", "postal_code"].map { .init(field: $0, necessity: .required) },
    postalCodeForms: ["99999"],
    postalCodeExample: "75001"
  )
  private let paris = TypeV1.CivicAddress(
    countryCode: "FR",
    city: "Paris",
    postalCode: "75001",
    street: "Rue de Rivoli",
    buildingNumber: "4"
  )

  @Test func followsTheRulesThatTheCatalogTells() async throws {
    let directory = try TemporaryDirectory()
    let sources = Sources()
    try await withEmergency(in: directory, sources: sources) { emergency, sources in
      sources.publishOrganization(1)
      sources.publishLocation(2, hall, country: "FR")
      try await emergency.wait { $0.place(named: hall) != nil }
      let early = await refusal { try await emergency.setAddress(paris, of: hall) }
      #expect(early?.code == .failedPrecondition)
      #expect(early?.reason == "COUNTRY_NOT_SUPPORTED")
      sources.publish(3, .country(france))
      try await emergency.wait { $0.addressRules(of: "FR") != nil }
      #expect(try await emergency.setAddress(paris, of: hall).address == paris)
    }
    try await withEmergency(in: directory, sources: sources) { emergency, sources in
      let wrong = TypeV1.CivicAddress(countryCode: "FR", postalCode: "7500")
      let error = await refusal { try await emergency.setAddress(wrong, of: hall) }
      #expect(
        error?.fieldViolations.map { "\($0.field) \($0.reason)" } == [
          "address.street REQUIRED", "address.city REQUIRED", "address.postal_code INVALID_POSTAL_CODE",
        ]
      )
    }
  }

  @Test func rulesThatChangeHoldForTheNextAddress() async throws {
    try await withEmergency { emergency, sources in
      sources.publish(1, .country(france))
      sources.publishOrganization(2)
      sources.publishLocation(3, hall, country: "FR")
      var stricter = france
      stricter.addressFields.append(.init(field: "unit", necessity: .required))
      sources.publish(4, .country(stricter))
      try await emergency.wait { $0.addressRules(of: "FR")?.fields.count == 4 }
      let error = await refusal { try await emergency.setAddress(paris, of: hall) }
      #expect(error?.fieldViolations.map(\.field) == ["address.unit"])
    }
  }
}
