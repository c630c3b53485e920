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
  func createOrder(
    _ request: OrderingV1.CreateOrderRequest,
    context: ServerContext
  ) async throws -> OrderingV1.Order {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    try authorize(for: OrderAccess.ordering, context)
    try IdempotentWrites.checkForm(ofRequestID: request.requestId)
    let principal = try context.authenticatedCaller().principal
    var asked = AskedOrder(
      name: OrderIdentity.orderName(
        organization: parent.id,
        principal: principal,
        requestID: request.requestId
      ),
      organization: parent.id,
      principal: principal,
      order: request.order ?? OrderingV1.Order(),
      // Keyed: a plain hash of personal data could be guessed back.
      hash: cipher.fingerprint(of: Array(request.serialized().readableBytesView))
    )
    let isNew = try await !isBegun(asked)
    if isNew || request.validateOnly {
      asked.filled = try await requirements.read(
        asked.order.requirementGroup,
        field: "order.requirement_group",
        context: context
      )
      asked.order.applicant = asked.filled?.completing(asked.order.applicant) ?? asked.order.applicant
    }
    return try await create(asked, request, context)
  }

  private func create(
    _ asked: AskedOrder,
    _ request: OrderingV1.CreateOrderRequest,
    _ context: ServerContext
  ) async throws -> OrderingV1.Order {
    if request.validateOnly {
      return answer(try await deciding(asked, context) { try await preview(asked, context) }, context)
    }
    repeat {
      try await deciding(asked, context) { try await begin(asked, context) }
      try await fulfil(asked.name, context)
      // The same request, sent twice, may have been refused and forgotten in between: then this one tries anew.
    } while try await !isBegun(asked)
    return try await answer(request, asked.name, requestID: request.requestId, context)
  }

  /// The order as it is now, or as an earlier try of the same request was answered.
  func answer(
    _ request: some ProtobufMessage,
    _ name: String,
    requestID: String,
    _ context: ServerContext
  ) async throws -> OrderingV1.Order {
    let kept = try await writes.runSealed(request, requestID: requestID, context: context, cipher: cipher) {
      transaction in
      guard let stored = try OrderReader(transaction).order(named: name) else {
        throw Refusal.resourceNotFound(name)
      }
      return OrderingV1.Order(stored)
    }
    return answer(kept, context)
  }

  private func deciding<Answer>(
    _ asked: AskedOrder,
    _ context: ServerContext,
    _ body: () async throws -> Answer
  ) async throws -> Answer {
    try await catalog.deciding(
      organization: asked.organization,
      location: asked.order.location,
      context: context,
      body
    )
  }

  /// What the order would be. Nothing is stored or held.
  private func preview(_ asked: AskedOrder, _ context: ServerContext) async throws -> OrderingV1.Order {
    let reservation = try await reservations.read(asked.order, asked.organization, context: context)
    let now = clock.now()
    let order = try await database.read { transaction in
      try asked.begun(reservation, now: now, in: transaction, name: "")
    }
    return OrderingV1.Order(order, sequence: 0)
  }

  /// Stores the intent, unless an earlier try of the same request did: from here on nothing can be held that no order
  /// owns, whatever crashes.
  private func begin(_ asked: AskedOrder, _ context: ServerContext) async throws {
    if try await isBegun(asked) { return }
    let reservation = try await reservations.read(asked.order, asked.organization, context: context)
    let now = clock.now()
    let personal = PersonalTable(cipher: cipher)
    let documents = try asked.documents.map { document in
      let part = PersonalTable.Part.document(id: document.id)
      let content = document.content(order: asked.name)
      return (part: part, sealed: try personal.seal(content, as: part, ofOrder: asked.name))
    }
    try await database.write { transaction in
      // Somebody may have sent the same request at the same moment.
      if try Self.isBegun(asked, in: transaction) { return }
      let order = try asked.begun(reservation, now: now, in: transaction, name: asked.name)
      let stepID = OrderIdentity.requestID(of: order.phase.step, order)
      let stored = try OrderWriter(transaction)
        .insert(order, requestHash: asked.hash, stepRequestID: stepID)
      guard !order.isIntent else { return }
      try OrderJournal.publish(order, stored.sequence, now, in: transaction)
      if let applicant = asked.order.applicant {
        let content = Array(applicant.serialized().readableBytesView)
        let sealed = try personal.seal(content, as: .applicant, ofOrder: asked.name)
        try personal.put(sealed, as: .applicant, of: stored, in: transaction)
      }
      for (part, sealed) in documents { try personal.put(sealed, as: part, of: stored, in: transaction) }
    }
  }

  private func isBegun(_ asked: AskedOrder) async throws -> Bool {
    try await database.read { try Self.isBegun(asked, in: $0) }
  }

  private static func isBegun(_ asked: AskedOrder, in transaction: Transaction) throws -> Bool {
    guard let stored = try OrderReader(transaction).order(named: asked.name) else { return false }
    guard stored.requestHash == asked.hash else { throw RPCError.requestIDReused }
    return true
  }

  /// Waits until the numbers are held, or it is clear that the order has to wait for something else.
  private func fulfil(_ name: String, _ context: ServerContext) async throws {
    let deadline = context.deadline ?? .after(.seconds(30))
    switch await sagas.outcome(of: name, before: deadline.shortened) {
    case .idle, .waiting: return
    case .refused(let error): throw error
    case .deferred(let why): try await undecided(name, why)
    case nil: try await undecided(name, "It did not answer in time.")
    }
  }

  /// An order that its customer may know of is an answer, however far it came.
  private func undecided(_ name: String, _ why: String) async throws {
    let stored = try await database.read { try OrderReader($0).order(named: name) }
    if stored?.order.isIntent != false { throw RPCError.holdUndecided(why) }
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
