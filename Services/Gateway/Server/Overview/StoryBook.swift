import Messages

/// The histories of all kinds as one. Nothing personal: an emergency address is named and not shown.
enum StoryBook {
  static func entries(of order: OrderingV1.Order) -> [GatewayV1.StoryEntry] {
    order.history.map { entry in
      .init(
        time: entry.time,
        resource: order.name,
        event: entry.event,
        description: entry.description,
        principal: entry.principal
      )
    }
  }

  static func entries(
    of port: String,
    _ history: [PortingV1.PortHistoryEntry]
  ) -> [GatewayV1.StoryEntry] {
    history.map { entry in
      .init(
        time: entry.time,
        resource: port,
        event: entry.event,
        description: entry.description,
        principal: entry.principal
      )
    }
  }

  static func entries(
    of address: String,
    _ changes: [EmergencyV1.AddressChange]
  ) -> [GatewayV1.StoryEntry] {
    changes.map { change in
      .init(
        time: change.createTime,
        resource: address,
        event: change.action.name,
        description: "The emergency address: \(change.action.name.lowercased().replacing("_", with: " ")).",
        principal: change.principal
      )
    }
  }
}
