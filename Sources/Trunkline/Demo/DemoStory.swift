import Messages
import RPC

/// The whole path, from a new customer to a number with an emergency address, told step by step.
struct DemoStory: Sendable {
  /// What the story leaves behind.
  struct Outcome: Sendable {
    let order: String
    let phoneNumber: String
    let address: String
  }

  private let address: String
  private let keys: SuiteKeys
  private let stockFile: String?
  private let teller = StoryTeller()

  private static let organization = "organizations/demo"
  private static let location = "\(organization)/locations/headquarters"

  /// - Parameters:
  ///   - gateway: address of the gateway.
  ///   - stockFile: what to import when the inventory is empty; the suite's own stock when nil.
  init(gateway: String, keys: SuiteKeys, stockFile: String? = nil) {
    address = gateway
    self.keys = keys
    self.stockFile = stockFile
  }

  /// Makes every call of the story; ends with the first one that fails.
  func run() async throws -> Outcome {
    let operatorClient = try client("operator")
    let admin = try client("demo-admin")
    defer {
      operatorClient.close()
      admin.close()
    }
    try await createOrganization(operatorClient)
    try await createLocation(admin)
    try await setEmergencyAddress(admin)
    try await stock(operatorClient)
    let reservation = try await reserve(admin)
    let order = try await order(reservation, admin)
    let address = try await lookUp(order.phoneNumber, admin)
    try await port(admin)
    return Outcome(order: order.name, phoneNumber: order.phoneNumber, address: address)
  }

  private func client(_ key: String) throws -> GatewayClient {
    try GatewayClient(address: address, apiKey: keys.apiKey(key)?.key)
  }

  // MARK: - A customer

  private func createOrganization(_ client: GatewayClient) async throws {
    try await teller.step("ProviderCatalogService/CreateOrganization", "A customer signs up.") {
      let organization = CatalogV1.Organization(
        displayName: "Demo Inc.",
        accountType: .paid,
        outboundCallingPlans: 1
      )
      let made = try await existing {
        try await client.catalog.createOrganization(
          .init(organizationId: "demo", organization: organization, requestId: RequestOption.new()),
          options: client.options
        )
      }
      return made == nil
        ? "\(Self.organization) is there already" : "\(Self.organization), PAID, 1 calling plan"
    }
  }

  private func createLocation(_ client: GatewayClient) async throws {
    try await teller.step("ProviderCatalogService/CreateLocation", "It has a site.") {
      let location = CatalogV1.Location(
        displayName: "Headquarters",
        countryCode: "US",
        timeZone: "America/New_York"
      )
      let made = try await existing {
        try await client.catalog.createLocation(
          .init(
            parent: Self.organization,
            locationId: "headquarters",
            location: location,
            requestId: RequestOption.new()
          ),
          options: client.options
        )
      }
      return made == nil ? "\(Self.location) is there already" : Self.location
    }
    try await teller.step("ProviderCatalogService/EnableCallingPlan", "The site gets the calling plan.") {
      let now = try await client.catalog.getLocation(.init(name: Self.location), options: client.options)
      if now.pstnConnection == .callingPlan { return "enabled already" }
      let contact = CatalogV1.ContractContact(
        givenName: "Ada",
        familyName: "King",
        email: "ada@demo.example",
        phoneNumber: "+12015550100"
      )
      let enabled = try await client.catalog.enableCallingPlan(
        .init(name: Self.location, contractContact: contact, requestId: RequestOption.new()),
        options: client.options
      )
      return "connection is \(enabled.pstnConnection.name)"
    }
  }

  private func setEmergencyAddress(_ client: GatewayClient) async throws {
    try await teller.step("EmergencyAddressService/SetLocationAddress", "Help has to find the site.") {
      let address = TypeV1.CivicAddress(
        countryCode: "US",
        region: "NJ",
        city: "Jersey City",
        postalCode: "07302",
        street: "Montgomery St",
        buildingNumber: "30",
        unit: "Floor 5"
      )
      // The service hears of the new location from the catalog, a moment later.
      let set = try await teller.eventually {
        try await client.emergency.setLocationAddress(
          .init(location: Self.location, address: address, requestId: RequestOption.new()),
          options: client.options
        )
      }
      return "\(set.address?.line ?? ""): \(set.progress.name)"
    }
  }

  /// The answer, or nil when what was to be created exists.
  private func existing<Answer>(_ body: () async throws -> Answer) async throws -> Answer? {
    do {
      return try await body()
    } catch let error as RPCError where error.code == .alreadyExists {
      return nil
    }
  }

  // MARK: - A number

  private static let criteria = InventoryV1.NumberCriteria(
    countryCode: "US",
    region: "NJ",
    city: "Jersey City"
  )

  private func stock(_ client: GatewayClient) async throws {
    func count() async throws -> InventoryV1.Stock {
      try await client.inventory.getStock(.init(criteria: .init(countryCode: "US")), options: client.options)
    }
    var stock = InventoryV1.Stock()
    try await teller.step("InventoryService/GetStock", "What is on the shelves?") {
      stock = try await count()
      return "\(stock.available.grouped) of \(stock.total.grouped) numbers of the US are available"
    }
    if stock.total == 0 {
      try await teller.step("InventoryService/ImportBlocks", "The shelves are empty: numbers come in.") {
        let file = try readStock()
        var bar = ProgressBar("   importing", unit: "blocks", total: file.blocks.count)
        let answer = try await StockImport(client: client).send(file.blocks) { bar.show($0) }
        guard answer.errors.isEmpty else {
          throw CommandFailure(description: "The inventory refused \(answer.errors.count) blocks.")
        }
        return StockImport.summary(answer)
      }
    }
  }

  private func readStock() throws -> StockFile {
    let path = try stockFile ?? InstalledFile.find("stock/north-america.csv")
    let file = try Import.read(path)
    if let problem = file.problems.first { throw CommandFailure(description: "\(path) \(problem)") }
    return file
  }

  private func reserve(_ client: GatewayClient) async throws -> InventoryV1.Reservation {
    var offered = ""
    try await teller.step("InventoryService/SearchNumbers", "The customer looks for a number in Jersey City.")
    {
      let found = try await client.inventory.searchNumbers(
        .init(criteria: Self.criteria, pageSize: 5),
        options: client.options
      )
      guard let first = found.numbers.first else {
        throw CommandFailure(description: "No number of Jersey City is available.")
      }
      offered = first.phoneNumber
      return found.numbers.map(\.displayNumber).joined(separator: "   ")
    }
    var reservation = InventoryV1.Reservation()
    try await teller.step("InventoryService/ReserveNumbers", "The first one is put into the cart.") {
      reservation = try await teller.eventually {
        try await client.inventory.reserveNumbers(
          .init(
            parent: Self.organization,
            requestId: RequestOption.new(),
            selection: .specific(.init(phoneNumbers: [offered]))
          ),
          options: client.options
        )
      }
      return "\(offered) is held until \(reservation.expireTime?.text ?? "")"
    }
    return reservation
  }

  private func order(
    _ reservation: InventoryV1.Reservation,
    _ client: GatewayClient
  ) async throws -> (name: String, phoneNumber: String) {
    var order = OrderingV1.Order()
    try await teller.step("OrderingService/CreateOrder", "The cart becomes an order.") {
      let wish = OrderingV1.Order(
        location: Self.location,
        reservation: reservation.name,
        fencingToken: reservation.fencingToken
      )
      order = try await teller.eventually {
        try await client.ordering.createOrder(
          .init(parent: Self.organization, order: wish, requestId: RequestOption.new()),
          options: client.options
        )
      }
      return "\(order.name): \(order.state.name), \(order.status?.reason ?? "")"
    }
    try await teller.step("OrderingService/AcceptTermsOfService", "The administrator accepts the terms.") {
      let accepted = try await client.ordering.acceptTermsOfService(
        .init(name: order.name, requestId: RequestOption.new()),
        options: client.options
      )
      return accepted.state.name
    }
    try await teller.step("OrderingService/WatchOrder", "The order is followed until the number works.") {
      order = try await provisioned(order.name, client)
      return "\(order.state.name): \(order.numbers.map(\.phoneNumber).joined(separator: ", "))"
    }
    return (order.name, order.numbers.first?.phoneNumber ?? "")
  }

  private func provisioned(_ name: String, _ client: GatewayClient) async throws -> OrderingV1.Order {
    var last = OrderingV1.Order()
    let changes = try await client.ordering.watchOrder(.init(name: name), options: client.options)
    for try await order in changes {
      last = order
      if order.state == .provisioned { return order }
    }
    throw CommandFailure(
      description: "The order ended \(last.state.name): \(last.status?.meaning ?? "nothing was told of it")."
    )
  }

  private func lookUp(_ number: String, _ client: GatewayClient) async throws -> String {
    var found = ""
    try await teller.step("EmergencyAddressService/LookUpAddress", "Where does help go for \(number)?") {
      let answer = try await teller.eventually {
        try await client.emergency.lookUpAddress(.init(phoneNumber: number), options: client.options)
      }
      found = answer.address?.line ?? ""
      return "\(found), from its \(answer.source.name)"
    }
    return found
  }

  // MARK: - A number of another carrier

  private func port(_ client: GatewayClient) async throws {
    let numbers = ["+12015551234", "+12015550143"]
    try await teller.step("PortingService/CheckPortability", "Can older numbers come along?") {
      let answer = try await teller.eventually {
        try await client.porting.checkPortability(
          .init(location: Self.location, phoneNumbers: numbers),
          options: client.options
        )
      }
      return answer.numbers.map { number in
        let reason = number.reason.isEmpty ? "" : " (\(number.reason))"
        return "\(number.phoneNumber) \(number.portability.name)\(reason)"
      }
      .joined(separator: ", ")
    }
    try await teller.step("PortingService/CreatePortOrder", "A draft to bring one over.") {
      let draft = PortingV1.PortOrder(location: Self.location, numbers: [.init(phoneNumber: numbers[0])])
      let made = try await client.porting.createPortOrder(
        .init(parent: Self.organization, portOrder: draft, requestId: RequestOption.new()),
        options: client.options
      )
      return "\(made.name): \(made.state.name)"
    }
  }
}
