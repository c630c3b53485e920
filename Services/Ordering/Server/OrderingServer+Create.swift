import Messages
import NIOCore
import OrderingRules
import OrderingStore
import RPC
import ServiceKit
import Storage
import Telephony

extension OrderingServer {
  func createOrder(
    _ request: OrderingV1.CreateOrderRequest,
    context: ServerContext
  ) async throws -> OrderingV1.Order {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let principal = try context.authenticatedCaller().principal
    try IdempotentWrites.checkForm(ofRequestID: request.requestId)
    let asked = OrderRequest(
      organization: parent.id,
      location: request.order?.location ?? "",
      reservation: request.order?.reservation ?? "",
      fencingToken: request.order?.fencingToken ?? 0
    )
    if request.validateOnly {
      return try await deciding(asked, context) { try await preview(asked, principal, context) }
    }
    let name = OrderIdentity.orderName(
      organization: parent.id,
      principal: principal,
      requestID: request.requestId
    )
    let hash = IdempotentWrites.hash(of: request)
    repeat {
      try await deciding(asked, context) { try await begin(name, asked, hash: hash, principal, context) }
      try await hold(name, context)
      // The same request, sent twice, may have been refused and forgotten in between: then this one tries anew.
    } while try await !isBegun(name, hash)
    return try await writes.run(request, requestID: request.requestId, context: context) { transaction in
      guard let stored = try OrderReader(transaction).order(named: name) else {
        throw Refusal.resourceNotFound(name)
      }
      return OrderingV1.Order(stored.order)
    }
  }

  private func deciding<Answer>(
    _ asked: OrderRequest,
    _ context: ServerContext,
    _ body: () async throws -> Answer
  ) async throws -> Answer {
    try await catalog.deciding(
      organization: asked.organization,
      location: asked.location,
      context: context,
      body
    )
  }

  /// What the order would be. Nothing is stored or held.
  private func preview(
    _ asked: OrderRequest,
    _ principal: String,
    _ context: ServerContext
  ) async throws -> OrderingV1.Order {
    let check = try await check(asked, context)
    let now = clock.now()
    let order = try await database.read { transaction in
      let draft = try check.completed(in: transaction).draft()
      let numbers = check.reservation?.numbers ?? []
      return Order.begun(name: "", draft: draft, numbers: numbers, by: principal, now: now)
    }
    return OrderingV1.Order(order)
  }

  /// Stores the intent, unless an earlier try of the same request did: from here on nothing can be held that no order
  /// owns, whatever crashes.
  private func begin(
    _ name: String,
    _ asked: OrderRequest,
    hash: [UInt8],
    _ principal: String,
    _ context: ServerContext
  ) async throws {
    if try await isBegun(name, hash) { return }
    let check = try await check(asked, context)
    let now = clock.now()
    try await database.write { transaction in
      // Somebody may have sent the same request at the same moment.
      if try Self.isBegun(name, hash, in: transaction) { return }
      let draft = try check.completed(in: transaction).draft()
      let numbers = check.reservation?.numbers ?? []
      let order = Order.begun(name: name, draft: draft, numbers: numbers, by: principal, now: now)
      let stepID = OrderIdentity.requestID(of: order.phase.step, order: name)
      try OrderWriter(transaction).insert(order, requestHash: hash, stepRequestID: stepID)
    }
  }

  private func isBegun(_ name: String, _ hash: [UInt8]) async throws -> Bool {
    try await database.read { try Self.isBegun(name, hash, in: $0) }
  }

  private static func isBegun(_ name: String, _ hash: [UInt8], in transaction: Transaction) throws -> Bool {
    guard let stored = try OrderReader(transaction).order(named: name) else { return false }
    guard stored.requestHash == hash else { throw RPCError.requestIDReused }
    return true
  }

  /// Everything that can be known outside the transaction.
  private func check(_ asked: OrderRequest, _ context: ServerContext) async throws -> OrderCheck {
    var check = OrderCheck(request: asked)
    try await reservations.complete(&check, context: context)
    return check
  }

  /// Waits until the numbers are held.
  private func hold(_ name: String, _ context: ServerContext) async throws {
    let deadline = context.deadline ?? .after(.seconds(30))
    switch await sagas.outcome(of: name, before: deadline.shortened) {
    case .idle: return
    case .refused(let error): throw error
    case .deferred(let error): throw RPCError.holdUndecided(error.message)
    case nil: throw RPCError.holdUndecided("It did not answer in time.")
    }
  }
}

extension OrderCheck {
  /// With what the database knows: the same transaction that stores the order, so that two orders at once cannot both
  /// take the last number of a trial.
  func completed(in transaction: Transaction) throws -> OrderCheck {
    var check = self
    let organization = "organizations/\(request.organization)"
    let catalog = CatalogTables(transaction)
    check.organization = try catalog.organization(organization)
    check.location = try catalog.location(request.location)
    check.numbersSoFar = try OrderReader(transaction)
      .numbersCountingForTrial(ofOrganization: request.organization)
    return check
  }
}

extension RPCError {
  fileprivate static func holdUndecided(_ why: String) -> RPCError {
    RPCError(
      .unavailable,
      reason: "HOLD_UNDECIDED",
      message: "The inventory could not be asked to hold the numbers: \(why) It will be asked again. "
        + "Repeat the call with the same request_id to learn how it ended."
    )
    .with(.retryInfo(delayMilliseconds: 1_000))
  }
}
