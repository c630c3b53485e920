import Messages
import OrderingRules
import OrderingStore
import PersonalData
import Protobuf
import RPC
import ServiceKit
import Storage
import Telephony

/// Answers the calls of `trunkline.ordering.v1.OrderingService`.
struct OrderingServer: OrderingV1.OrderingService {
  let database: Database
  let clock: any WallClock
  let writes: IdempotentWrites
  let journal: OrderJournal
  let sagas: SagaRunner
  /// Passes on what emergency addresses have to know.
  let informing: SagaRunner
  let reservations: ReservationLookup
  let catalog: CatalogCopy
  let cipher: FieldCipher
  let reconciler: Reconciler
  let stopping: StopSignal
  let addresses: AddressCheck
  let terms: TermsOfService
  let requirements: RequirementLookup

  static let orderPattern = "organizations/*/orders/*"

  func getOrder(
    _ request: OrderingV1.GetOrderRequest,
    context: ServerContext
  ) async throws -> OrderingV1.Order {
    let name = try order(request.name, for: OrderAccess.reading, context)
    return answer(OrderingV1.Order(try await visibleOrder(name.text)), context)
  }

  func listOrders(
    _ request: OrderingV1.ListOrdersRequest,
    context: ServerContext
  ) async throws -> OrderingV1.ListOrdersResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    try authorize(for: OrderAccess.reading, context)
    let size = try PageSize(request.pageSize, standard: 50, largest: 1_000).count
    let before = try PageToken(request.pageToken).before
    let filter = try OrderFilter(request.filter)
    let orders = try await database.read { transaction in
      try OrderReader(transaction)
        .orders(ofOrganization: parent.id, before: before, filter: filter, limit: size + 1)
    }
    let page = orders.prefix(size)
    let isLast = orders.count <= size
    return OrderingV1.ListOrdersResponse(
      orders: page.map { answer(OrderingV1.Order($0), context) },
      nextPageToken: isLast ? "" : page.last.map { PageToken(before: $0.sequence).text } ?? ""
    )
  }

  /// An order that its customer may know of.
  func visibleOrder(_ name: String) async throws -> StoredOrder {
    let stored = try await database.read { try OrderReader($0).order(named: name) }
    guard let stored, !stored.order.isIntent else { throw Refusal.resourceNotFound(name) }
    return stored
  }
}

extension OrderingV1.Order {
  init(_ stored: StoredOrder) {
    self.init(stored.order, sequence: stored.sequence)
  }
}

extension OrderFilter {
  fileprivate init(_ message: OrderingV1.OrderFilter?) throws(Refusal) {
    self.init()
    guard let message else { return }
    var violations: [Violation] = []
    states = Set(message.states.compactMap(OrderState.init))
    if states.count < Set(message.states).count {
      violations.append(
        Violation(
          field: "filter.states",
          reason: "INVALID_STATE",
          description: "One of them is no state of an order. Give the states that there are, or nothing."
        )
      )
    }
    location = message.location
    if let violation = ResourceName.violation(
      ofOptional: location,
      pattern: "organizations/*/locations/*",
      field: "filter.location"
    ) {
      violations.append(violation)
    }
    switch message.kind {
    case .selfService: kind = .selfService
    case .assisted: kind = .assisted
    case .unspecified, .unrecognized: kind = nil
    }
    if let time = message.createdFromTime { createdFrom = Instant(time) }
    if let time = message.createdBeforeTime { createdBefore = Instant(time) }
    if !message.phoneNumber.isEmpty {
      number = TelephoneNumber(e164: message.phoneNumber)
      if number == nil {
        violations.append(
          Violation(
            field: "filter.phone_number",
            reason: "INVALID_PHONE_NUMBER",
            description: "It is not E.164. Give a plus sign and 7 to 15 digits, as +12015550123."
          )
        )
      }
    }
    guard violations.isEmpty else { throw Refusal(violations: violations) }
  }
}
