import Foundation
import Messages
import PortingRules
import PortingStore
import Protobuf
import RPC
import ServiceKit
import Storage
import Telephony

// What customers do with port orders.
extension PortingServer {
  func createPortOrder(
    _ request: PortingV1.CreatePortOrderRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortOrder {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    // A repeat is answered without asking the carrier again, who may be down by now.
    if let stored: PortingV1.PortOrder = try await writes.storedSealed(
      request,
      requestID: request.requestId,
      context: context,
      cipher: cipher
    ) {
      return stating(stored)
    }
    let given = request.portOrder ?? .init()
    let filled = try await requirements.read(
      given.requirementGroup,
      field: "port_order.requirement_group",
      context: context
    )
    let draft = AskedDraft(organization: parent.id, given, filled)
    let site = try await catalog.deciding(
      organization: draft.organization,
      location: draft.location,
      context: context
    ) {
      try await database.read { try draft.checked(in: $0) }
    }
    let numbers = try await portability(draft.phoneNumbers, site, draft.organization, context)
    let (now, principal) = (clock.now(), try context.authenticatedCaller().principal)
    let documents = try await withTaskExecutorPreference(globalConcurrentExecutor) {
      try draft.documents(PortDocumentTable(cipher: cipher))
    }
    return try await sealedWrite(request, request.requestId, context) { [journal] transaction in
      // The licence may have gone while the carrier was asked.
      _ = try draft.checked(in: transaction)
      guard let place = try PortPlace(draft.location, in: transaction) else {
        throw Refusal.locationNotFound("port_order.location")
      }
      let order = PortOrder(
        name: "organizations/\(draft.organization)/portOrders/\(UUID().uuidString.lowercased())",
        organization: draft.organization,
        location: draft.location,
        countryCode: place.site.countryCode,
        numbers: numbers,
        wish: draft.wish(place.rules),
        movesMessaging: place.rules.movesMessaging,
        now: now
      )
      var stored = try journal.insert(order, by: principal, in: transaction)
      for document in documents {
        let command = PortCommand.attach(try document.stored(at: place, in: transaction), isSignedHere: false)
        stored = try journal.apply(command, to: stored, by: principal, in: transaction)
      }
      return stored.order
    }
  }

  func updatePortOrder(
    _ request: PortingV1.UpdatePortOrderRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortOrder {
    let given = request.portOrder ?? .init()
    let name = try order(given.name, field: "port_order.name", context)
    let change = try await changes(name, given, request.updatePaths, "port_order", context)
    return try await sealedWrite(request, request.requestId, context) { [journal] transaction in
      try journal.apply(change(transaction), to: name, by: Self.principal(context), in: transaction).order
    }
  }

  func validatePortOrder(
    _ request: PortingV1.ValidatePortOrderRequest,
    context: ServerContext
  ) async throws -> PortingV1.ValidatePortOrderResponse {
    let name = try order(request.name, context)
    await worker.askAnew(name)
    let (now, facts) = (clock.now(), try await facts(of: name, given: nil))
    let violations = try await database.read { [journal] transaction in
      let stored = try journal.port(name, in: transaction)
      return try journal.preFlight(of: stored, facts, now: now, in: transaction).violations
    }
    return .init(violations: violations.map(PortingV1.PortViolation.init))
  }

  func submitPortOrder(
    _ request: PortingV1.SubmitPortOrderRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortOrder {
    let name = try order(request.name, context)
    let given = request.changes ?? .init()
    let change = try await changes(name, given, request.updatePaths, "changes", context)
    let (now, paths) = (clock.now(), request.updatePaths)
    // Numbers that are new to it were asked about with the changes.
    if !paths.contains("numbers") { await worker.askAnew(name) }
    let organization = name.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    let facts = try await facts(
      of: name,
      given: paths.contains("numbers") ? given.numbers.map(\.phoneNumber) : nil
    )
    return try await catalog.deciding(organization: organization, location: "", context: context) {
      try await sealedWrite(request, request.requestId, context) { [journal] transaction in
        let principal = try Self.principal(context)
        var stored = try journal.port(name, in: transaction)
        if !paths.isEmpty {
          stored = try journal.apply(change(transaction), to: stored, by: principal, in: transaction)
        }
        // In a phase in which it cannot be submitted, that is the answer, and not what else is wrong.
        if stored.order.phase.isOpen {
          let violations = try journal.preFlight(of: stored, facts, now: now, in: transaction).violations
          guard violations.isEmpty else {
            var refusal = Refusal(violations: violations)
            refusal.kind = .precondition
            throw refusal
          }
        }
        return try journal.apply(.submit, to: stored, by: principal, in: transaction).order
      }
    }
  }

  func reschedulePortOrder(
    _ request: PortingV1.ReschedulePortOrderRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortOrder {
    let name = try order(request.name, context)
    guard let time = request.desiredTime.map(Instant.init) else {
      throw Refusal(violations: [.required("desired_time", "when the numbers shall move")])
    }
    let now = clock.now()
    return try await sealedWrite(request, request.requestId, context) { [journal] transaction in
      let stored = try journal.port(name, in: transaction)
      let check = try journal.preFlight(of: stored, .init(), now: now, in: transaction)
      let violations = WishedTime(time).violations(
        check.calendar,
        leadDays: check.leadTime?.businessDays ?? 0,
        now: now,
        field: "desired_time"
      )
      guard violations.isEmpty else { throw Refusal(violations: violations) }
      return try journal.apply(.reschedule(time), to: stored, by: Self.principal(context), in: transaction)
        .order
    }
  }

  func cancelPortOrder(
    _ request: PortingV1.CancelPortOrderRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortOrder {
    let name = try order(request.name, context)
    return try await sealedWrite(request, request.requestId, context) { [journal] transaction in
      try journal.apply(.cancel, to: name, by: Self.principal(context), in: transaction).order
    }
  }

  func splitPortOrder(
    _ request: PortingV1.SplitPortOrderRequest,
    context: ServerContext
  ) async throws -> PortingV1.SplitPortOrderResponse {
    let name = try order(request.name, context)
    let asked = try request.groups.enumerated().map {
      try PortGroup($0.element, path: "groups[\($0.offset)]")
    }
    let (now, time) = (clock.now(), request.desiredTime.map(Instant.init))
    let response: PortingV1.SplitPortOrderResponse = try await writes.runSealed(
      request,
      requestID: request.requestId,
      context: context,
      cipher: cipher
    ) { [journal] transaction in
      let principal = try Self.principal(context)
      let stored = try journal.port(name, in: transaction)
      let split = PortSplit(stored.order)
      let groups = try split.groups(asked: asked)
      let parent = name.split(separator: "/").dropLast().joined(separator: "/")
      let children = groups.map { group in
        split.child(group, name: "\(parent)/\(UUID().uuidString.lowercased())", desiredTime: time, now: now)
      }
      _ = try journal.apply(.split(into: children.map(\.name)), to: stored, by: principal, in: transaction)
      return .init(
        portOrders: try children.map { child in
          .init(try journal.insert(child, by: principal, in: transaction).order)
        }
      )
    }
    // The parts can be submitted as soon as this is answered: what the whole held is set free before.
    await worker.work(on: name)
    return .init(portOrders: response.portOrders.map(stating))
  }

  func requestSnapBack(
    _ request: PortingV1.RequestSnapBackRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortOrder {
    let name = try order(request.name, context)
    let group = try PortGroup(.init(phoneNumbers: request.phoneNumbers), path: "phone_numbers")
    return try await sealedWrite(request, request.requestId, context) { [journal] transaction in
      let command = PortCommand.snapBack(group.numbers)
      return try journal.apply(command, to: name, by: Self.principal(context), in: transaction).order
    }
  }

  func reviewPortability(
    _ request: PortingV1.ReviewPortabilityRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortOrder {
    let name = try order(request.name, context)
    let review = PortReview(phoneNumbers: request.phoneNumbers, note: request.note)
    return try await sealedWrite(request, request.requestId, context) { [journal] transaction in
      try journal.apply(.review(review), to: name, by: Self.principal(context), in: transaction).order
    }
  }

  func notifyCarrierUpdate(
    _ request: PortingV1.NotifyCarrierUpdateRequest,
    context: ServerContext
  ) async throws -> PortingV1.NotifyCarrierUpdateResponse {
    let name = try context.resource(request.name, pattern: Self.orderPattern, field: "name").text
    try await worker.askForNews(name)
    return .init()
  }
}

// MARK: - Tools
extension PortingServer {
  static func principal(_ context: ServerContext) throws -> String {
    try context.authenticatedCaller().principal
  }

  /// Stores a change once for each request id, sealed as the orders are, and wakes the worker when it is durable.
  func sealedWrite(
    _ request: some ProtobufMessage,
    _ requestID: String,
    _ context: ServerContext,
    _ change: @escaping @Sendable (Transaction) throws -> PortOrder
  ) async throws -> PortingV1.PortOrder {
    let order: PortingV1.PortOrder = try await writes.runSealed(
      request,
      requestID: requestID,
      context: context,
      cipher: cipher
    ) { PortingV1.PortOrder(try change($0)) }
    journal.wakeUp.signal()
    return stating(order)
  }

  /// The change that a request describes, for the transaction that carries it out. New numbers are asked about before.
  private func changes(
    _ name: String,
    _ given: PortingV1.PortOrder,
    _ paths: [String],
    _ path: String,
    _ context: ServerContext
  ) async throws -> @Sendable (Transaction) throws -> PortCommand {
    let isSupport = try context.authenticatedCaller().role == .operator
    let violations =
      PortWish.formViolations(given, path: path)
      + (!isSupport && paths.contains(PortWish.messagingPath) ? [.supportOnly] : [])
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    let numbers =
      paths.contains("numbers") ? try await answered(given.numbers.map(\.phoneNumber), name, context) : nil
    return { [journal] transaction in
      let order = try journal.port(name, in: transaction).order
      let wish = try order.wish.taking(paths, of: given, path: "update_paths")
      return .change(wish, numbers: numbers ?? order.numbers)
    }
  }

  private func answered(
    _ phoneNumbers: [String],
    _ name: String,
    _ context: ServerContext
  ) async throws -> [NumberPortability] {
    let (order, site) = try await database.read { [journal] transaction in
      let order = try journal.port(name, in: transaction).order
      return (order, try journal.place(of: order, in: transaction).site)
    }
    let violations = PortOrderCheck.listViolations(phoneNumbers)
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    return try await portability(phoneNumbers, site, order.organization, context)
  }
}

extension Violation {
  fileprivate static let supportOnly = Violation(
    field: "update_paths",
    reason: "OPERATORS_ONLY",
    description: "Whether messaging moves along is changed by support. Ask technical support (PTS) for it."
  )
}

extension PortGroup {
  fileprivate init(_ message: PortingV1.NumberGroup, path: String) throws(Refusal) {
    let numbers = message.phoneNumbers.compactMap(TelephoneNumber.init(e164:))
    guard numbers.count == message.phoneNumbers.count,
      message.billingNumber.isEmpty || TelephoneNumber(e164: message.billingNumber) != nil
    else { throw Refusal(violations: [.invalidPhoneNumber(path)]) }
    self.init(billingNumber: message.billingNumber, numbers: numbers)
  }
}
