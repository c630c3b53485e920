import Messages

extension GatewayV1.PstnOrder {
  init?(_ order: OrderingV1.PstnOrder) {
    switch order.order {
    case .numberOrder(let order): self.init(order)
    case .setUpOrder(let order): self.init(order)
    case nil: return nil
    }
  }

  init(_ order: OrderingV1.Order) {
    let lacks = order.requirements.map(\.description).joined(separator: " ")
    self.init(
      name: order.name,
      kind: .newNumbers,
      state: State(order.state),
      location: order.location,
      phoneNumbers: order.numbers.map(\.phoneNumber),
      meaning: order.status?.meaning ?? "",
      nextActor: order.status?.nextActor ?? "",
      nextStep: lacks,
      reason: order.status?.reason ?? "",
      actUntilTime: order.status?.actUntilTime,
      orderNumber: order.orderNumber,
      createTime: order.createTime,
      updateTime: order.updateTime
    )
  }

  init(_ order: OrderingV1.SetUpOrder) {
    self.init(
      name: order.name,
      kind: .setUp,
      state: State(order.state),
      location: order.location,
      meaning: order.message,
      nextActor: order.state == .failed ? "customer" : order.state == .pending ? "trunkline" : "",
      nextStep: order.nextStep,
      reason: order.reason,
      createTime: order.createTime,
      updateTime: order.updateTime
    )
  }

  init(_ order: PortingV1.PortOrder) {
    self.init(
      name: order.name,
      kind: .portIn,
      state: State(order.state),
      location: order.location,
      phoneNumbers: order.numbers.map(\.phoneNumber),
      meaning: order.meaning,
      nextActor: order.nextActor,
      nextStep: order.fix,
      reason: order.reason,
      actUntilTime: order.actUntilTime,
      createTime: order.createTime,
      updateTime: order.updateTime
    )
  }
}

extension GatewayV1.PstnOrder.State {
  /// Those in which somebody still has to do something, or could.
  static let open: Set<Self> = [.pending, .actionRequired, .submitted, .focReceived, .rejected]

  init(_ state: OrderingV1.Order.State) {
    switch state {
    case .pending: self = .pending
    case .provisioned: self = .provisioned
    case .error: self = .error
    case .actionRequired: self = .actionRequired
    case .canceled: self = .canceled
    case .unspecified, .unrecognized: self = .unspecified
    }
  }

  init(_ state: OrderingV1.SetUpOrder.State) {
    switch state {
    case .pending: self = .pending
    case .completed: self = .completed
    case .failed: self = .error
    case .unspecified, .unrecognized: self = .unspecified
    }
  }

  init(_ state: PortingV1.PortOrder.State) {
    switch state {
    case .pending: self = .pending
    case .rejected: self = .rejected
    case .submitted: self = .submitted
    case .focReceived: self = .focReceived
    case .completed: self = .completed
    case .canceled: self = .canceled
    case .unspecified, .unrecognized: self = .unspecified
    }
  }
}
