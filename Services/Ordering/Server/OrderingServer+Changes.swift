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
    let name = try context.resource(request.name, pattern: Self.orderPattern, field: "name").text
    let isAdministrator = try context.authenticatedCaller().role == .customerAdministrator
    let command = OrderCommand.acceptTerms(isCustomerAdministrator: isAdministrator)
    return try await change(name, command, request, requestID: request.requestId, context)
  }

  func cancelOrder(
    _ request: OrderingV1.CancelOrderRequest,
    context: ServerContext
  ) async throws -> OrderingV1.Order {
    let name = try context.resource(request.name, pattern: Self.orderPattern, field: "name").text
    return try await change(name, .cancel, request, requestID: request.requestId, context)
  }

  /// Stores the command, waits for what it sets going as long as the caller waits, and answers with the order as it
  /// is then. A repeat gets the first answer.
  private func change<Request: ProtobufMessage>(
    _ name: String,
    _ command: OrderCommand,
    _ request: Request,
    requestID: String,
    _ context: ServerContext
  ) async throws -> OrderingV1.Order {
    try IdempotentWrites.checkForm(ofRequestID: requestID)
    try await store(command, name, hash: IdempotentWrites.hash(of: request), requestID, context)
    journal.changes.announce(name)
    let deadline = context.deadline ?? .after(.seconds(30))
    // Whether the saga got to its end shows in the order.
    _ = await sagas.outcome(of: name, before: deadline.shortened)
    return try await writes.run(request, requestID: requestID, context: context) { transaction in
      guard let stored = try OrderReader(transaction).order(named: name) else {
        throw Refusal.resourceNotFound(name)
      }
      return OrderingV1.Order(stored.order)
    }
  }

  /// Carries the command out once per request id. The answer comes later and under the method's own name; this
  /// entry only keeps an id from being used for two commands.
  private func store(
    _ command: OrderCommand,
    _ name: String,
    hash: [UInt8],
    _ requestID: String,
    _ context: ServerContext
  ) async throws {
    let principal = try context.authenticatedCaller().principal
    let now = clock.now()
    let apply: @Sendable (Transaction) throws -> [UInt8] = { transaction in
      _ = try OrderJournal.apply(command, to: name, by: principal, now: now, in: transaction)
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
