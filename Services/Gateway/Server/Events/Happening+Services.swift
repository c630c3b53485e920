import GatewayRules
import Messages
import ServiceKit
import Telephony

// What the events of each service tell an organization. They leave out all that is personal.

extension Happening {
  /// Nil when the name is of no organization.
  init?(
    _ kind: GatewayV1.OrganizationEvent.Kind,
    of resource: String,
    location: String = "",
    state: String = "",
    reason: String = "",
    phoneNumbers: [String] = [],
    at time: GoogleProtobuf.Timestamp?
  ) {
    let parts = resource.split(separator: "/", maxSplits: 2)
    guard parts.count >= 2, parts[0] == "organizations" else { return nil }
    self.init(
      organization: String(parts[1]),
      kind: Int(kind.rawValue),
      resource: resource,
      location: location,
      state: state,
      reason: reason,
      phoneNumbers: phoneNumbers,
      time: time.map { Instant($0) } ?? Instant(milliseconds: 0)
    )
  }

  /// Events of a service that nobody will be told, because they were not kept until they could be read.
  static func gap(in service: String, at time: Instant) -> Happening {
    Happening(
      organization: "",
      kind: Int(GatewayV1.OrganizationEvent.Kind.eventsMissed.rawValue),
      resource: "",
      reason: service,
      time: time
    )
  }

  init?(_ event: CatalogV1.CatalogEvent) {
    switch event.resource {
    case .organization(let organization):
      self.init(
        .organizationChanged,
        of: organization.name,
        state: organization.accountType.name,
        at: event.createTime
      )
    case .location(let location):
      self.init(
        .locationChanged,
        of: location.name,
        location: location.name,
        state: location.pstnConnection == .unspecified ? "" : location.pstnConnection.name,
        at: event.createTime
      )
    case .partner, .country, .noticeAddresses, nil: return nil
    }
  }

  init?(_ event: InventoryV1.InventoryEvent) {
    let time = event.createTime
    switch event.change {
    case .numbersReserved(let held):
      self.init(.numbersReserved, of: held.reservation, phoneNumbers: held.phoneNumbers, at: time)
    case .numbersReleased(let ended):
      self.init(.numbersReleased, of: ended.reservation, phoneNumbers: ended.phoneNumbers, at: time)
    case .numbersAssigned(let assigned):
      self.init(
        .numbersAssigned,
        of: assigned.location,
        location: assigned.location,
        phoneNumbers: assigned.phoneNumbers,
        at: time
      )
    case .numbersUnassigned(let gone):
      self.init(
        .numbersUnassigned,
        of: gone.location,
        location: gone.location,
        state: gone.state == .unspecified ? "" : gone.state.name,
        phoneNumbers: gone.phoneNumbers,
        at: time
      )
    case .assigneeChanged(let changed):
      self.init(
        .assigneeChanged,
        of: changed.location,
        location: changed.location,
        phoneNumbers: [changed.phoneNumber],
        at: time
      )
    case .usageChanged(let changed):
      self.init(
        .numberUsageChanged,
        of: changed.location,
        location: changed.location,
        state: changed.usage.name,
        phoneNumbers: changed.phoneNumbers,
        at: time
      )
    case nil: return nil
    }
  }

  init?(_ event: OrderingV1.OrderingEvent) {
    if let billing = event.billingEvent {
      let number: [String] = if case .phoneNumber(let number) = billing.subject { [number] } else { [] }
      self.init(
        billing.kind == .stop ? .billingStopped : .billingStarted,
        of: billing.order.isEmpty ? billing.organization : billing.order,
        reason: billing.cause,
        phoneNumbers: number,
        at: event.createTime
      )
    } else if let order = event.order {
      self.init(
        .orderChanged,
        of: order.name,
        location: order.location,
        state: order.state.name,
        reason: order.status?.reason ?? "",
        phoneNumbers: order.numbers.map(\.phoneNumber),
        at: event.createTime
      )
    } else {
      return nil
    }
  }

  init?(_ event: PortingV1.PortingEvent) {
    switch event.resource {
    case .portOrder(let order):
      self.init(
        .portOrderChanged,
        of: order.name,
        location: order.location,
        state: order.state.name,
        reason: order.reason,
        phoneNumbers: order.numbers.map(\.phoneNumber),
        at: event.createTime
      )
    case .portOut(let request):
      self.init(
        .portOutChanged,
        of: request.name,
        state: request.state.name,
        reason: request.reason,
        phoneNumbers: request.phoneNumbers,
        at: event.createTime
      )
    case nil: return nil
    }
  }

  init?(_ event: EmergencyV1.EmergencyEvent) {
    switch event.change {
    case .addressChanged(let changed):
      // The address of a number is named without its organization.
      let name = changed.name.hasPrefix("numbers/") ? "\(changed.organization)/\(changed.name)" : changed.name
      self.init(.emergencyAddressChanged, of: name, state: changed.step.name, at: event.createTime)
    case .emergencyCallPlaced(let call):
      guard let address = call.address else { return nil }
      self.init(
        .emergencyCallPlaced,
        of: address.location,
        location: address.location,
        phoneNumbers: [address.phoneNumber],
        at: event.createTime
      )
    case nil: return nil
    }
  }
}
