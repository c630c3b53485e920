import InventoryRules
import Messages
import Protobuf
import RPC
import ServiceKit
import Storage
import Telephony

extension InventoryServer {
  public func releaseNumbers(
    _ request: InventoryV1.ReleaseNumbersRequest,
    context: ServerContext
  ) async throws -> InventoryV1.ReleaseNumbersResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let numbers = try NumberList.read(request.phoneNumbers)
    return .init(
      numbers: try await change(request, request.requestId, context, of: parent.organization) {
        (inventory, now) throws(Refusal) in
        try inventory.releaseNumbers(numbers, organization: parent.organization, now: now)
      }
    )
  }

  public func blockNumbers(
    _ request: InventoryV1.BlockNumbersRequest,
    context: ServerContext
  ) async throws -> InventoryV1.BlockNumbersResponse {
    let numbers = try NumberList.read(request.phoneNumbers)
    return .init(
      numbers: try await change(request, request.requestId, context) { (inventory, now) throws(Refusal) in
        try inventory.block(numbers, now: now)
      }
    )
  }

  public func unblockNumbers(
    _ request: InventoryV1.UnblockNumbersRequest,
    context: ServerContext
  ) async throws -> InventoryV1.UnblockNumbersResponse {
    let numbers = try NumberList.read(request.phoneNumbers)
    return .init(
      numbers: try await change(request, request.requestId, context) { (inventory, _) throws(Refusal) in
        try inventory.unblock(numbers)
      }
    )
  }

  public func takeBackNumbers(
    _ request: InventoryV1.TakeBackNumbersRequest,
    context: ServerContext
  ) async throws -> InventoryV1.TakeBackNumbersResponse {
    let order = try context.resource(request.order, pattern: "organizations/*/orders/*", field: "order")
    let now = clock.now()
    return try await writes.run(request, requestID: request.requestId, context: context) { transaction in
      let numbers = try memory.change(in: transaction, at: now) { (inventory) throws(Refusal) in
        inventory.takeBack(order: order, now: now)
      }
      return InventoryV1.TakeBackNumbersResponse(phoneNumbers: numbers.map(\.e164))
    }
  }
}

// MARK: - For Porting
extension InventoryServer {
  private static let portOrderPattern = "organizations/*/portOrders/*"

  public func beginPortIn(
    _ request: InventoryV1.BeginPortInRequest,
    context: ServerContext
  ) async throws -> InventoryV1.BeginPortInResponse {
    let order = try context.resource(request.order, pattern: Self.portOrderPattern, field: "order")
    let pattern = "organizations/*/locations/*"
    let location = try context.resource(request.location, pattern: pattern, field: "location")
    let numbers = try NumberList.read(request.phoneNumbers)
    return .init(
      numbers: try await change(request, request.requestId, context, of: order.organization) {
        (inventory, now) throws(Refusal) in
        try inventory.beginPortIn(numbers, order: order, location: location, now: now)
      }
    )
  }

  public func endPortIn(
    _ request: InventoryV1.EndPortInRequest,
    context: ServerContext
  ) async throws -> InventoryV1.EndPortInResponse {
    let order = try context.resource(request.order, pattern: Self.portOrderPattern, field: "order")
    let numbers = try NumberList.read(request.phoneNumbers)
    let (completed, usage) = (
      request.completed, NumberUsage(rawValue: UInt8(clamping: request.usage.rawValue))
    )
    return .init(
      numbers: try await change(request, request.requestId, context, of: order.organization) {
        (inventory, now) throws(Refusal) in
        try inventory.endPortIn(
          numbers,
          order: order,
          completed: completed,
          usage: usage ?? .standard,
          now: now
        )
      }
    )
  }

  public func portOutNumbers(
    _ request: InventoryV1.PortOutNumbersRequest,
    context: ServerContext
  ) async throws -> InventoryV1.PortOutNumbersResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let numbers = try NumberList.read(request.phoneNumbers)
    return .init(
      numbers: try await change(request, request.requestId, context, of: parent.organization) {
        (inventory, now) throws(Refusal) in
        try inventory.portOut(numbers, organization: parent.organization, now: now)
      }
    )
  }
}

// MARK: - Changing numbers by name
extension InventoryServer {
  /// Carries out a command once, and answers with the numbers as they are then.
  nonisolated(nonsending) func change<Request: ProtobufMessage>(
    _ request: Request,
    _ requestID: String,
    _ context: ServerContext,
    of organization: String? = nil,
    _ command:
      @escaping @Sendable (inout Inventory, Instant) throws(Refusal) -> Decision<[TelephoneNumber]>
  ) async throws -> [InventoryV1.Number] {
    let now = clock.now()
    let viewer = organization.map(Viewer.organization) ?? .suite
    let answer: InventoryV1.ReleaseNumbersResponse = try await writes.run(
      request,
      requestID: requestID,
      context: context
    ) { transaction in
      let numbers = try memory.change(in: transaction, at: now) { (inventory) throws(Refusal) in
        try command(&inventory, now)
      }
      return .init(numbers: try self.numbers(numbers, for: viewer))
    }
    return answer.numbers
  }

  /// Numbers as they are now.
  func numbers(_ numbers: [TelephoneNumber], for viewer: Viewer) throws -> [InventoryV1.Number] {
    let views = try memory.read { (inventory) throws(Refusal) in
      numbers.compactMap { try? inventory.view($0, for: viewer) }
    }
    return views.map { InventoryV1.Number($0).withCapabilities(catalog.trials) }
  }
}

/// Numbers that a request names.
enum NumberList {
  /// Reads E.164 strictly, because the inventory decides whether they exist; names all that are none.
  static func read(_ texts: [String]) throws(Refusal) -> [TelephoneNumber] {
    var numbers: [TelephoneNumber] = []
    var violations: [Violation] = []
    for (position, text) in texts.enumerated() {
      if let number = TelephoneNumber(e164: text) {
        numbers.append(number)
      } else {
        violations.append(.invalidPhoneNumber("phone_numbers[\(position)]"))
      }
    }
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    return numbers
  }
}
