import Messages
import NeighbourTesting
import RPC
import Testing

@testable import EmergencyAddressServer

let office = "organizations/acme/locations/head-office"
let warehouse = "organizations/acme/locations/warehouse"
let number = "+12015550123"

let address = TypeV1.CivicAddress(
  countryCode: "US",
  region: "NJ",
  city: "Jersey City",
  postalCode: "07302",
  street: "Unmistakable Street",
  buildingNumber: "12"
)

let unitedStates = CatalogV1.Country(
  countryCode: "US",
  addressFields: ["street", "building_number", "postal_code", "city", "region"]
    .map { .init(field: $0, necessity: .required) },
  postalCodeForms: ["99999"],
  postalCodeExample: "07302",
  regions: [.init(code: "NJ", displayName: "New Jersey")]
)

extension Sources {
  /// An organization with a location and a number, and before them the rules of the country.
  func publishOffice(type: CatalogV1.Organization.AccountType = .paid, plans: Int32 = 1) {
    publish(0, .country(unitedStates))
    publishOrganization(1, type: type, plans: plans)
    publishLocation(2)
    assign(1, [number], to: office)
  }

  func publishOrganization(
    _ sequence: Int64,
    type: CatalogV1.Organization.AccountType = .paid,
    plans: Int32 = 1
  ) {
    let organization = CatalogV1.Organization(
      name: "organizations/acme",
      accountType: type,
      outboundCallingPlans: plans
    )
    publish(sequence, .organization(organization))
  }

  func publishLocation(_ sequence: Int64, _ name: String = office, country: String = "US") {
    publish(sequence, .location(CatalogV1.Location(name: name, countryCode: country)))
  }
}

extension RunningEmergency {
  @discardableResult
  func setAddress(
    _ address: TypeV1.CivicAddress = address,
    of location: String = office,
    as caller: TestCaller = .acme,
    requestID: String = ""
  ) async throws -> EmergencyV1.EmergencyAddress {
    try await client.setLocationAddress(
      .init(location: location, address: address, requestId: requestID),
      options: caller.options
    )
  }

  func lookUp(_ text: String = number, as caller: TestCaller = .reader) async throws
    -> EmergencyV1.EffectiveAddress
  {
    try await client.lookUpAddress(.init(phoneNumber: text), options: caller.options)
  }

  /// Waits until the office and its number are known.
  func waitForOffice() async throws {
    try await wait { memory in
      memory.place(named: office)?.location.countryCode == "US" && memory.place(of: number) != nil
    }
  }
}

/// Where somebody works from home.
let home = TypeV1.CivicAddress(
  countryCode: "US",
  region: "NJ",
  city: "Hoboken",
  postalCode: "07030",
  street: "Unmistakable Lane",
  buildingNumber: "7"
)

extension RunningEmergency {
  @discardableResult
  func setCustom(
    _ subject: EmergencyV1.SetCustomAddressRequest.Subject = .phoneNumber(number),
    _ address: TypeV1.CivicAddress = home,
    as caller: TestCaller = .acme
  ) async throws -> EmergencyV1.EmergencyAddress {
    try await client.setCustomAddress(.init(subject: subject, address: address), options: caller.options)
  }

  @discardableResult
  func reset(
    _ subject: EmergencyV1.ResetCustomAddressRequest.Subject = .phoneNumber(number),
    as caller: TestCaller = .acme
  ) async throws -> EmergencyV1.ResetCustomAddressResponse {
    try await client.resetCustomAddress(.init(subject: subject), options: caller.options)
  }

  func read(_ name: String, as caller: TestCaller = .reader) async throws -> EmergencyV1.EmergencyAddress {
    try await client.getEmergencyAddress(.init(name: name), options: caller.options)
  }

  func changes(_ name: String) async throws -> [EmergencyV1.AddressChange] {
    try await client.listAddressChanges(.init(parent: name), options: TestCaller.reader.options).changes
  }

  /// Waits until an address waits for something.
  @discardableResult
  func wait(
    _ step: EmergencyV1.EmergencyAddress.Step,
    of name: String = officeAddress
  ) async throws -> EmergencyV1.EmergencyAddress {
    try await poll { try await read(name).step == step }
    return try await read(name)
  }
}

let officeAddress = "\(office)/emergencyAddress"
let numberAddress = "organizations/acme/numbers/12015550123/emergencyAddress"
