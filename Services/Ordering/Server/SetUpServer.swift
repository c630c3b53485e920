import Messages
import OrderingRules
import OrderingStore
import PersonalData
import Protobuf
import RPC
import ServiceKit
import Storage
import Telephony

/// Answers the calls of `trunkline.ordering.v1.LocationSetUpService`.
struct SetUpServer: OrderingV1.LocationSetUpService {
  private static let pattern = "organizations/*/setUpOrders/*"

  let orders: OrderingServer
  let steps: SetUpSteps
  let sagas: SagaRunner

  func createSetUpOrder(
    _ request: OrderingV1.CreateSetUpOrderRequest,
    context: ServerContext
  ) async throws -> OrderingV1.SetUpOrder {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    try orders.authorize(for: OrderAccess.ordering, context)
    try IdempotentWrites.checkForm(ofRequestID: request.requestId)
    let location = try checked(request, parent, context)
    let principal = try context.authenticatedCaller().principal
    let id = OrderIdentity.id("set-up", principal: principal, requestID: request.requestId)
    let name = "\(parent.text)/setUpOrders/\(id)"
    let bytes = Array(request.serialized().readableBytesView)
    // Keyed: a plain hash of personal data could be guessed back.
    let fingerprint = steps.cipher.fingerprint(of: bytes)
    if try await !isMade(name, by: fingerprint) {
      try await steps.check(request, organization: parent.organization)
      let now = orders.clock.now()
      let hasAddress = request.emergencyAddress != nil
      let setUp = SetUp.begun(
        name: name,
        location: location,
        hasAddress: hasAddress,
        by: principal,
        now: now
      )
      let sealed = try steps.cipher.seal(bytes, place: name)
      try await orders.database.write { transaction in
        let table = SetUpTable(transaction)
        guard try table.isMade(name, by: fingerprint) == nil else { return }
        try table.insert(setUp, organization: parent.id, fingerprint: fingerprint, sealed: sealed)
      }
    }
    // However far it comes in time: the answer says.
    let deadline = context.deadline ?? .after(.seconds(30))
    _ = await sagas.outcome(of: name, before: deadline.shortened)
    await learnOffer(at: location, of: parent.organization, context)
    return try await read(name)
  }

  func getSetUpOrder(
    _ request: OrderingV1.GetSetUpOrderRequest,
    context: ServerContext
  ) async throws -> OrderingV1.SetUpOrder {
    try await read(
      orders.order(request.name, pattern: Self.pattern, for: OrderAccess.reading, context).text
    )
  }

  func listSetUpOrders(
    _ request: OrderingV1.ListSetUpOrdersRequest,
    context: ServerContext
  ) async throws -> OrderingV1.ListSetUpOrdersResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    try orders.authorize(for: OrderAccess.reading, context)
    let limit = try PageSize(request.pageSize, standard: 100, largest: 1_000).count
    let found = try await orders.database.read { try SetUpTable($0).list(of: parent.id, limit: limit) }
    return .init(setUpOrders: found.map { message($0.setUp) })
  }

  /// Name of the location, or every field that is wrong. What a connection needs is for the catalog to say, what an
  /// address needs for the emergency addresses.
  private func checked(
    _ request: OrderingV1.CreateSetUpOrderRequest,
    _ parent: ResourceName,
    _ context: ServerContext
  ) throws -> String {
    let (connection, field) = (request.connection ?? .init(), "connection.name")
    let pattern = "organizations/*/locations/*"
    let location = try context.resource(connection.name, pattern: pattern, field: field)
    guard location.organization == parent.organization else {
      throw Refusal.resourceNotFound(connection.name)
    }
    guard connection.pstnConnection != .callingPlan || request.emergencyAddress != nil else {
      throw Refusal(violations: [.required("emergency_address", "where responders go")])
    }
    return location.text
  }

  /// A location that is set up is often so new that its event has not come: then the catalog says in which country it is.
  private func learnOffer(at location: String, of organization: String, _ context: ServerContext) async {
    let catalog = orders.catalog
    try? await catalog.deciding(organization: organization, location: location, context: context) {
      guard catalog.offers.offer(at: location) == nil else { return }
      throw Refusal(violations: [
        Violation(
          field: "connection.name",
          reason: "LOCATION_NOT_FOUND",
          description: "The organization has no such location. Create it, or correct the name."
        )
      ])
    }
  }

  private func isMade(_ name: String, by fingerprint: [UInt8]) async throws -> Bool {
    let isSame = try await orders.database.read { try SetUpTable($0).isMade(name, by: fingerprint) }
    guard isSame != false else { throw RPCError.requestIDReused }
    return isSame == true
  }

  private func read(_ name: String) async throws -> OrderingV1.SetUpOrder {
    guard let setUp = try await orders.database.read({ try SetUpTable($0).find(name) }) else {
      throw Refusal.resourceNotFound(name)
    }
    return message(setUp)
  }

  private func message(_ setUp: SetUp) -> OrderingV1.SetUpOrder {
    OrderingV1.SetUpOrder(setUp).stating(orders.catalog.offers.offer(at: setUp.location))
  }
}

extension OrderingV1.SetUpOrder.State {
  fileprivate init(_ phase: SetUp.Phase) {
    switch phase {
    case .connecting, .addressing, .reverting: self = .pending
    case .completed: self = .completed
    case .failed: self = .failed
    }
  }
}

extension OrderingV1.SetUpOrder {
  /// What is set up is an offer of numbers, with the limits of their use (domain.md section 2).
  func stating(_ offer: CountryOffers.Offer?) -> Self {
    guard state != .failed else { return self }
    var copy = self
    copy.useLimits = offer?.limitTexts(isService: false) ?? []
    return copy
  }

  init(_ setUp: SetUp) {
    let next =
      switch setUp.phase {
      case .connecting: "CHOOSE_CONNECTION"
      case .addressing: "SET_EMERGENCY_ADDRESS"
      case .reverting: "REVERT_CONNECTION"
      case .completed, .failed: ""
      }
    self.init(
      name: setUp.name,
      location: setUp.location,
      state: .init(setUp.phase),
      nextStep: next,
      reason: setUp.reason,
      message: setUp.message,
      createTime: .init(seconds: setUp.createTime.seconds, nanos: setUp.createTime.nanoseconds),
      updateTime: .init(seconds: setUp.updateTime.seconds, nanos: setUp.updateTime.nanoseconds),
      etag: ETag.text(setUp.version),
      history: setUp.history.map { event in
        OrderingV1.SetUpEvent(
          time: GoogleProtobuf.Timestamp(event.time),
          principal: event.principal,
          event: event.kind.rawValue,
          description: event.kind.description,
          state: .init(event.phase),
          nextActor: event.phase.nextActor
        )
      },
      nextActor: setUp.nextActor
    )
  }
}
