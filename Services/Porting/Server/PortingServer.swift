import Messages
import NIOCore
import PersonalData
import PortingRules
import PortingStore
import Protobuf
import RPC
import ServiceKit
import Storage
import Telephony

/// Answers the calls of `trunkline.porting.v1.PortingService`.
struct PortingServer: PortingV1.PortingService {
  let journal: PortJournal
  let writes: IdempotentWrites
  let carrier: CarrierAdapter
  let catalog: CatalogCopy
  let requirements: RequirementLookup
  let worker: PortWorker
  let stopping: StopSignal

  var database: Database { journal.database }
  var clock: any WallClock { journal.clock }
  var cipher: FieldCipher { journal.cipher }

  func checkPortability(
    _ request: PortingV1.CheckPortabilityRequest,
    context: ServerContext
  ) async throws -> PortingV1.CheckPortabilityResponse {
    let location = try context.resource(
      request.location,
      pattern: "organizations/*/locations/*",
      field: "location"
    )
    let site = try await catalog.deciding(
      organization: location.organization,
      location: request.location,
      context: context
    ) {
      try await self.site(of: request, in: location.organization)
    }
    let numbers = try await portability(request.phoneNumbers, site, location.organization, context)
    return PortingV1.CheckPortabilityResponse(numbers: numbers.map(PortingV1.NumberPortability.init))
  }

  private func site(
    of request: PortingV1.CheckPortabilityRequest,
    in organization: String
  ) async throws -> LocationFacts {
    try await database.read { transaction in
      try PortOrderCheck(
        organizationID: organization,
        location: request.location,
        locationField: "location",
        phoneNumbers: request.phoneNumbers,
        organization: nil,
        site: CatalogTables(transaction).location(request.location)
      ).passed(isOrder: false)
    }
  }

  func previewDates(
    _ request: PortingV1.PreviewDatesRequest,
    context: ServerContext
  ) async throws -> PortingV1.PreviewDatesResponse {
    let pattern = "organizations/*/locations/*"
    let location = try context.resource(request.location, pattern: pattern, field: "location")
    let asked = try AskedDates(request)
    let now = clock.now()
    return try await catalog.deciding(
      organization: location.organization,
      location: location.text,
      context: context
    ) {
      try await database.read { transaction in
        guard let place = try PortPlace(location.text, in: transaction) else {
          throw Refusal.locationNotFound("location")
        }
        return try asked.answer(place, now: now)
      }
    }
  }

  func getPortOrder(
    _ request: PortingV1.GetPortOrderRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortOrder {
    let name = try order(request.name, context)
    let cipher = cipher
    guard let view = try await database.read({ try PortTable($0, cipher: cipher).view(named: name) }) else {
      throw Refusal.resourceNotFound(name)
    }
    return try await message(view)
  }

  func getPortDetails(
    _ request: PortingV1.GetPortDetailsRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortDetails {
    let name = try order(request.name, context)
    let (principal, now) = (try context.authenticatedCaller().principal, clock.now())
    // Who reads is noted before the answer leaves.
    return try await database.write { [journal] transaction in
      let stored = try journal.port(name, in: transaction)
      try PortDocumentTable.noteReading(of: "\(name)/details", by: principal, at: now, in: transaction)
      return PortingV1.PortDetails(stored.order.wish.account)
    }
  }

  func listPortOrders(
    _ request: PortingV1.ListPortOrdersRequest,
    context: ServerContext
  ) async throws -> PortingV1.ListPortOrdersResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let size = try PageSize(request.pageSize, standard: 50, largest: 1_000).count
    let before = try PageToken(request.pageToken).before
    let filter = try PortFilter(request.filter)
    let cipher = cipher
    let views = try await database.read { transaction in
      try PortTable(transaction, cipher: cipher)
        .views(ofOrganization: parent.id, before: before, filter: filter, limit: size + 1)
    }
    var orders: [PortingV1.PortOrder] = []
    for view in views.prefix(size) { orders.append(try await message(view)) }
    let isLast = views.count <= size
    return PortingV1.ListPortOrdersResponse(
      portOrders: orders,
      nextPageToken: isLast ? "" : views.prefix(size).last.map { PageToken(before: $0.sequence).text } ?? ""
    )
  }

  func listPortHistory(
    _ request: PortingV1.ListPortHistoryRequest,
    context: ServerContext
  ) async throws -> PortingV1.ListPortHistoryResponse {
    let name = try order(request.name, context)
    let cipher = cipher
    let entries = try await database.read { transaction -> [PortHistoryEntry] in
      let table = PortTable(transaction, cipher: cipher)
      guard let view = try table.view(named: name) else { throw Refusal.resourceNotFound(name) }
      return try table.history(of: view.sequence)
    }
    return .init(entries: entries.map(PortingV1.PortHistoryEntry.init))
  }

  /// An order from its view; from all of it when it was stored before there were views.
  private func message(_ view: PortView) async throws -> PortingV1.PortOrder {
    if let bytes = view.bytes {
      return stating(try PortingV1.PortOrder(serialized: ByteBuffer(bytes: bytes)))
    }
    let journal = journal
    return stating(
      PortingV1.PortOrder(try await database.read { try journal.port(view.name, in: $0).order })
    )
  }

  /// An offer states the limits of use (domain.md section 2); events and kept answers need not repeat them.
  func stating(_ order: PortingV1.PortOrder) -> PortingV1.PortOrder {
    guard order.state != .completed, order.state != .canceled else { return order }
    var answer = order
    let offer = catalog.offers.offer(at: order.location)
    answer.useLimits = offer?.limitTexts(isService: order.serviceNumbers) ?? []
    return answer
  }

  /// Whether each number can be ported there.
  func portability(
    _ phoneNumbers: [String],
    _ site: LocationFacts,
    _ organization: String,
    _ context: ServerContext
  ) async throws -> [NumberPortability] {
    let check = PortabilityCheck(phoneNumbers: phoneNumbers, location: site)
    let answers = try await carrier.answers(
      for: check.numbersToAsk,
      firstAsked: clock.now(),
      organization: organization,
      deadline: context.deadline
    )
    return check.result(answers: answers)
  }
}

extension PortFilter {
  fileprivate init(_ message: PortingV1.PortOrderFilter?) throws(Refusal) {
    self.init()
    guard let message else { return }
    states = Set(message.states.compactMap(\.rule))
    location = message.location
    number = TelephoneNumber(e164: message.phoneNumber)
    var violations: [Violation] = []
    if states.count < Set(message.states).count {
      violations.append(
        Violation(
          field: "filter.states",
          reason: "INVALID_STATE",
          description: "One of them is no state of a port order. Give the states that there are, or nothing."
        )
      )
    }
    if let violation = ResourceName.violation(
      ofOptional: location,
      pattern: "organizations/*/locations/*",
      field: "filter.location"
    ) {
      violations.append(violation)
    }
    if number == nil, !message.phoneNumber.isEmpty {
      violations.append(.invalidPhoneNumber("filter.phone_number"))
    }
    guard violations.isEmpty else { throw Refusal(violations: violations) }
  }
}
