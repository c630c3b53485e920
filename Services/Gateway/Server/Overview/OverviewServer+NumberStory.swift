import Messages
import RPC
import ServiceKit
import Telephony

extension OverviewServer {
  public func getNumberStory(
    _ request: GatewayV1.GetNumberStoryRequest,
    context: ServerContext
  ) async throws -> GatewayV1.NumberStory {
    let name = try context.resource(
      request.name,
      pattern: "organizations/*/numbers/*/story",
      field: "name"
    )
    let number = try TelephoneNumber(resourceName: "numbers/\(name.id)", field: "name")
    let organization = "organizations/\(name.organization)"
    let parts = PartsOfAnswer(for: context, timeout: partTimeout)

    async let standing = self.standing(of: number, in: organization, parts)
    async let orders = numberOrders(with: number, of: organization, parts)
    async let ports = portOrders(with: number, of: organization, parts)
    async let portOuts = self.portOuts(of: organization, parts)
    async let address = self.address(of: number, parts)

    let (numberOrders, portOrders) = (try await orders, try await ports)
    let (addressInEffect, addressHistory) = try await address
    let story = GatewayV1.NumberStory(
      name: request.name,
      phoneNumber: number.e164,
      number: try await standing.answer,
      pstnOrders: (numberOrders.map { GatewayV1.PstnOrder($0) }
        + portOrders.orders.map { GatewayV1.PstnOrder($0) })
        .sorted { ($0.createTime?.seconds ?? 0) > ($1.createTime?.seconds ?? 0) },
      emergencyAddress: addressInEffect,
      portOuts: try await portOuts.answer?.filter { $0.phoneNumbers.contains(number.e164) } ?? [],
      history: (numberOrders.flatMap(StoryBook.entries) + portOrders.history + addressHistory)
        .sorted {
          ($0.time?.seconds ?? 0, $0.time?.nanos ?? 0) < ($1.time?.seconds ?? 0, $1.time?.nanos ?? 0)
        },
      missingParts: parts.missingParts
    )
    // What was never the organization's has no story there; whether others have it is not told.
    guard story.isAboutSomething else { throw Refusal.resourceNotFound(request.name) }
    return story
  }

  private func standing(
    of number: TelephoneNumber,
    in organization: String,
    _ parts: PartsOfAnswer
  ) async throws -> Part<InventoryV1.Number> {
    let inventory = InventoryV1.InventoryServiceClient(services.inventory.channel)
    let found = try await parts.ask("number", services.inventory) { options in
      try await inventory.getNumber(.init(name: number.resourceName), options: options)
    }
    guard let answer = found.answer else { return found }
    let isOwn = [answer.location, answer.order].contains { $0.hasPrefix("\(organization)/") }
    return isOwn ? found : .absent
  }

  private func numberOrders(
    with number: TelephoneNumber,
    of organization: String,
    _ parts: PartsOfAnswer
  ) async throws -> [OrderingV1.Order] {
    let ordering = OrderingV1.OrderingServiceClient(services.ordering.channel)
    return try await parts.ask("pstn_orders", services.ordering) { options in
      try await ordering.listOrders(
        .init(parent: organization, filter: .init(phoneNumber: number.e164)),
        options: options
      ).orders
    }.answer ?? []
  }
}

// MARK: - Ports and emergency addresses
extension OverviewServer {
  private typealias Ports = (orders: [PortingV1.PortOrder], history: [GatewayV1.StoryEntry])

  private func portOrders(
    with number: TelephoneNumber,
    of organization: String,
    _ parts: PartsOfAnswer
  ) async throws -> Ports {
    let porting = PortingV1.PortingServiceClient(services.porting.channel)
    let orders =
      try await parts.ask("pstn_orders", services.porting) { options in
        try await porting.listPortOrders(
          .init(parent: organization, pageSize: 20, filter: .init(phoneNumber: number.e164)),
          options: options
        ).portOrders
      }.answer ?? []
    var history: [GatewayV1.StoryEntry] = []
    for order in orders {
      let entries = try await parts.ask("history", services.porting) { options in
        try await porting.listPortHistory(.init(name: order.name), options: options).entries
      }
      history += StoryBook.entries(of: order.name, entries.answer ?? [])
    }
    return (orders, history)
  }

  private func address(
    of number: TelephoneNumber,
    _ parts: PartsOfAnswer
  ) async throws -> (EmergencyV1.EffectiveAddress?, [GatewayV1.StoryEntry]) {
    let emergency = EmergencyV1.EmergencyAddressServiceClient(services.emergencyAddress.channel)
    let found = try await parts.ask("emergency_address", services.emergencyAddress) { options in
      try await emergency.lookUpAddress(.init(phoneNumber: number.e164), options: options)
    }
    guard let address = found.answer else { return (nil, []) }
    let changes = try await parts.ask("history", services.emergencyAddress) { options in
      try await emergency.listAddressChanges(.init(parent: address.name, pageSize: 100), options: options)
        .changes
    }
    return (address, StoryBook.entries(of: address.name, changes.answer ?? []))
  }
}

extension GatewayV1.NumberStory {
  fileprivate var isAboutSomething: Bool {
    number != nil || !pstnOrders.isEmpty || !portOuts.isEmpty || emergencyAddress != nil
      || !missingParts.isEmpty
  }
}
