import Messages

// A number: on the shelf, in the cart, ordered, and found by those who help.
extension DemoStory {
  private static let criteria = InventoryV1.NumberCriteria(
    countryCode: "US",
    region: "NJ",
    city: "Jersey City"
  )

  func stock(_ client: GatewayClient) async throws {
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

  func reserve(_ client: GatewayClient) async throws -> InventoryV1.Reservation {
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

  func order(
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

  func lookUp(_ number: String, _ client: GatewayClient) async throws -> String {
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
}
