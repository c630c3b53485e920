import Messages
import RPC
import Testing

@testable import trunkline

/// What customers order while processes are killed, besides numbers that are there at once (domain.md section 4).
enum OrderedKind: CaseIterable {
  /// So many numbers, all or none.
  case all
  /// As many as there are, but not fewer than one.
  case partial
  /// Numbers of which there are none: it waits until somebody cancels it.
  case backorder
  /// Numbers that a reviewer approves.
  case assisted

  func wish(_ count: Int32) -> OrderingV1.Order {
    switch self {
    case .all: .init(location: Self.site, selection: .quantity(.init(count: count)))
    case .partial:
      .init(
        location: Self.site,
        selection: .quantity(.init(count: count)),
        fulfillment: .init(policy: .partial, minimum: 1)
      )
    case .backorder:
      .init(
        location: Self.site,
        selection: .quantity(.init(criteria: .init(areaCode: "907"), count: count)),
        fulfillment: .init(policy: .backorder)
      )
    case .assisted:
      .init(
        location: Self.berlin,
        selection: .quantity(.init(criteria: .init(numberType: .local), count: count)),
        applicant: .init(
          representativeName: "Erika Mustermann",
          contactPhone: "+49302300001",
          companyName: "Mustermann GmbH",
          address: Self.berlinAddress
        )
      )
    }
  }

  static let organization = "organizations/demo"
  static let site = "\(organization)/locations/site"
  static let berlin = "\(organization)/locations/berlin"
  static let berlinAddress = TypeV1.CivicAddress(
    countryCode: "DE",
    city: "Berlin",
    postalCode: "10117",
    street: "Unter den Linden",
    buildingNumber: "1"
  )
  static let signatory = CatalogV1.ContractContact(
    givenName: "Ada",
    familyName: "King",
    email: "ada@demo.example",
    phoneNumber: "+12015550100"
  )
}

extension GatewayClient {
  /// Numbers of Berlin, for the operator.
  func stockBerlin() async throws {
    let block = InventoryV1.StockBlock(
      firstPhoneNumber: "+49302300000",
      countryCode: "DE",
      city: "Berlin",
      numberType: .local
    )
    let call = try await inventory.importBlocks(options: options)
    try await call.send(.init(blocks: [block]))
    #expect(try await call.finish().imported == 1)
  }

  /// A location that has nothing yet.
  func openBareSite(_ id: String, country: String, timeZone: String, region: String = "") async throws {
    let site = CatalogV1.Location(
      displayName: id,
      countryCode: country,
      timeZone: timeZone,
      region: region
    )
    _ = try await catalog.createLocation(
      .init(parent: OrderedKind.organization, locationId: id, location: site),
      options: options
    )
  }

  /// The Berlin site with plan and address.
  func openBerlin() async throws {
    try await openBareSite("berlin", country: "DE", timeZone: "Europe/Berlin", region: "BE")
    _ = try await catalog.enableCallingPlan(
      .init(name: OrderedKind.berlin, contractContact: OrderedKind.signatory),
      options: options
    )
    _ = try await emergency.setLocationAddress(
      .init(location: OrderedKind.berlin, address: OrderedKind.berlinAddress),
      options: options
    )
  }
}
