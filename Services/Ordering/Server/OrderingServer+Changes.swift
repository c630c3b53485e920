import Messages
import NIOCore
import OrderingRules
import OrderingStore
import Protobuf
import RPC
import ServiceKit
import Storage
import Telephony

extension OrderingServer {
  func acceptTermsOfService(
    _ request: OrderingV1.AcceptTermsOfServiceRequest,
    context: ServerContext
  ) async throws -> OrderingV1.Order {
    let name = try order(request.name, for: OrderAccess.reading, context).text
    let isAdministrator = try context.authenticatedCaller().role == .customerAdministrator
    guard request.version.isEmpty || request.version == terms.version else {
      throw Refusal.termsOutdated(request.version, present: terms.version)
    }
    let order = try await visibleOrder(name).order
    var address = AddressFinding.unknown
    if order.phase == .waitingForTerms {
      try await checkActivation(of: order, context)
      address = (try? await addresses.finding(order)) ?? .unknown
    }
    let command = OrderCommand.acceptTerms(
      isCustomerAdministrator: isAdministrator,
      version: terms.version,
      address: address
    )
    return try await change(name, request, requestID: request.requestId, context) { _, _ in command }
  }

  /// What was right when the order was made may not be so weeks later (domain.md section 2). The inventory, which assigns
  /// the numbers, looks once more.
  private func checkActivation(of order: Order, _ context: ServerContext) async throws {
    let (organization, location) = (order.organization, order.draft.location)
    try await catalog.deciding(organization: organization, location: location, context: context) {
      let violations = try await database.read { transaction in
        let tables = CatalogTables(transaction)
        guard let account = try tables.organization("organizations/\(organization)"),
          let site = try tables.location(location)
        else { return [Violation]() }
        let country = try tables.country(site.countryCode)
        return ServiceNumberAccess(
          location: site,
          organization: account,
          isSupported: country?.serviceNumbers ?? true
        )
        .activationViolations(isService: order.draft.usage == .service)
      }
      guard violations.isEmpty else {
        var refusal = Refusal(violations: violations)
        refusal.kind = .precondition
        throw refusal
      }
    }
  }

  func cancelOrder(
    _ request: OrderingV1.CancelOrderRequest,
    context: ServerContext
  ) async throws -> OrderingV1.Order {
    let name = try order(request.name, for: OrderAccess.canceling, context).text
    return try await change(name, request, requestID: request.requestId, context) { _, _ in .cancel }
  }

  func reviewOrder(
    _ request: OrderingV1.ReviewOrderRequest,
    context: ServerContext
  ) async throws -> OrderingV1.Order {
    let name = try order(request.name, for: [.operator], context).text
    let command = try OrderCommand(request)
    return try await change(name, request, requestID: request.requestId, context) { _, _ in command }
  }

  /// Stores the command, waits for what it sets going as long as the caller waits, and answers with the order as it
  /// is then. A repeat gets the first answer.
  ///
  /// - Parameter command: decided in the transaction that carries it out; may store what belongs to it.
  func change(
    _ name: String,
    _ request: some ProtobufMessage,
    requestID: String,
    _ context: ServerContext,
    _ command: @escaping @Sendable (StoredOrder, Transaction) throws -> OrderCommand
  ) async throws -> OrderingV1.Order {
    try IdempotentWrites.checkForm(ofRequestID: requestID)
    // Keyed: a plain hash of personal data could be guessed back.
    let hash = cipher.fingerprint(of: Array(request.serialized().readableBytesView))
    try await store(command, name, hash: hash, requestID, context)
    journal.changes.announce(name)
    let deadline = context.deadline ?? .after(.seconds(30))
    // Whether the saga got to its end shows in the order.
    _ = await sagas.outcome(of: name, before: deadline.shortened)
    return try await answer(request, name, requestID: requestID, context)
  }

  /// Carries the command out once per request id. The answer comes later and under the method's own name; this
  /// entry only keeps an id from being used for two commands.
  private func store(
    _ command: @escaping @Sendable (StoredOrder, Transaction) throws -> OrderCommand,
    _ name: String,
    hash: [UInt8],
    _ requestID: String,
    _ context: ServerContext
  ) async throws {
    let principal = try context.authenticatedCaller().principal
    let now = clock.now()
    let apply: @Sendable (Transaction) throws -> [UInt8] = { transaction in
      guard let stored = try OrderReader(transaction).order(named: name), !stored.order.isIntent else {
        throw Refusal.resourceNotFound(name)
      }
      let command = try command(stored, transaction)
      try OrderJournal.apply(command, to: name, by: principal, now: now, in: transaction)
      return []
    }
    guard !requestID.isEmpty else {
      _ = try await database.write(apply)
      return
    }
    let key = RequestKey(
      principal: principal,
      method: "\(context.method.path)#command",
      requestID: requestID.lowercased()
    )
    _ = try await database.writeOnce(key: key, requestHash: hash, nowMilliseconds: now.milliseconds, apply)
  }
}

extension OrderCommand {
  static let maximumMessageCharacters = 1_000

  fileprivate init(_ request: OrderingV1.ReviewOrderRequest) throws(Refusal) {
    var violations: [Violation] = []
    let decided: OrderCommand? =
      switch request.decision {
      case .approve: .approve
      case .ask: .ask(message: request.message)
      case .reject: .reject(message: request.message)
      case .unspecified, .unrecognized: nil
      }
    if decided == nil { violations.append(.required("decision", "APPROVE, ASK or REJECT")) }
    if decided != .approve, !request.message.contains(where: { !$0.isWhitespace }) {
      violations.append(.required("message", "what the customer is told"))
    }
    if request.message.count > Self.maximumMessageCharacters {
      violations.append(
        Violation(
          field: "message",
          reason: "INVALID_TEXT",
          description: "Give at most \(Self.maximumMessageCharacters) characters."
        )
      )
    }
    guard let decided, violations.isEmpty else { throw Refusal(violations: violations) }
    self = decided
  }
}
