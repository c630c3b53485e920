import Telephony
import Testing

@Suite struct ResourceNameTests {
  @Test func readsTheFormOfItsPattern() throws {
    let name = try ResourceName(
      "organizations/acme/locations/head-office",
      pattern: "organizations/*/locations/*",
      field: "location"
    )
    #expect(name.organization == "acme")
    #expect(name.id == "head-office")
    let address = try ResourceName(
      "organizations/acme/locations/1/emergencyAddress",
      pattern: "organizations/*/locations/*/emergencyAddress",
      field: "name"
    )
    #expect(address.id == "1")
  }

  @Test(arguments: [
    "", "organizations", "organizations/", "organizations/acme", "organizations/acme/locations",
    "organizations/acme/locations/", "organizations/acme/locations/x/", "organizations/acme/locations/x/y",
    "organizations/Acme/locations/x", "organizations//locations/x", "/organizations/acme/locations/x",
    "organizations/a_b/locations/x", "organizations/acme/orders/x",
    "organizations/acme/locations/\(String(repeating: "x", count: 64))",
  ])
  func refusesOthers(text: String) throws {
    let refusal = try #require(throws: Refusal.self) {
      _ = try ResourceName(text, pattern: "organizations/*/locations/*", field: "location")
    }
    #expect(refusal.violations.first?.field == "location")
  }

  @Test(arguments: [
    ("countries/FR", "countries/*", "countries/fr"),
    ("Organizations/ACME/locations/HQ", "organizations/*/locations/*", "organizations/acme/locations/hq"),
    (
      "organizations/Acme/portorders/p-1/documents", "organizations/*/portOrders/*/documents",
      "organizations/acme/portOrders/p-1/documents"
    ),
  ])
  func saysHowANameIsWrittenWhoseLettersAreOfTheWrongCase(
    text: String,
    pattern: String,
    right: String
  ) throws {
    let refusal = try #require(throws: Refusal.self) {
      _ = try ResourceName(text, pattern: pattern, field: "name")
    }
    #expect(refusal.reason == "INVALID_RESOURCE_NAME")
    #expect(refusal.violations.first?.description.contains("\(right).") == true, "\(refusal)")
    #expect(try ResourceName(right, pattern: pattern, field: "name").text == right)
  }

  @Test func anotherTenantsNameReadsAsAbsent() {
    let refusal = Refusal.resourceNotFound("organizations/acme/orders/1")
    #expect(refusal.kind == .notFound)
    #expect(refusal.reason == "RESOURCE_NOT_FOUND")
  }
}
