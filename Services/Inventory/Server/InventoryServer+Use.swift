import InventoryRules
import Messages
import RPC
import ServiceKit
import Storage
import Telephony

extension InventoryServer {
  private static let locationPattern = "organizations/*/locations/*"

  public func moveNumbers(
    _ request: InventoryV1.MoveNumbersRequest,
    context: ServerContext
  ) async throws -> InventoryV1.MoveNumbersResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let location = try context.resource(request.location, pattern: Self.locationPattern, field: "location")
    guard location.organization == parent.organization else { throw Refusal.resourceNotFound(location.text) }
    let numbers = try NumberList.read(request.phoneNumbers)
    let now = clock.now()
    return try await deciding(parent.organization, location.text, context) {
      try await writes.run(request, requestID: request.requestId, context: context) { transaction in
        let access = try self.access(to: location.text, transaction)
        let moved = try memory.change(in: transaction, at: now) { (inventory) throws(Refusal) in
          try inventory.move(numbers, to: location, access: access, now: now)
        }
        return .init(numbers: try self.numbers(moved, for: .organization(parent.organization)))
      }
    }
  }

  public func changeNumberUsage(
    _ request: InventoryV1.ChangeNumberUsageRequest,
    context: ServerContext
  ) async throws -> InventoryV1.ChangeNumberUsageResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let numbers = try NumberList.read(request.phoneNumbers)
    guard let usage = try NumberUsage(request.usage, field: "usage") else {
      throw Refusal(violations: [.required("usage", "STANDARD or SERVICE")])
    }
    let organization = parent.organization
    let locations = try memory.read { (inventory) throws(Refusal) in
      inventory.locations(of: numbers, organization: organization)
    }
    let now = clock.now()
    return try await deciding(organization, locations.first ?? "", context) {
      try await writes.run(request, requestID: request.requestId, context: context) { transaction in
        var access: [String: ServiceNumberAccess] = [:]
        if usage == .service {
          for location in locations { access[location] = try self.access(to: location, transaction) }
        }
        let changed = try memory.change(in: transaction, at: now) { (inventory) throws(Refusal) in
          try inventory.changeUsage(numbers, to: usage, organization: organization, access: access)
        }
        return .init(numbers: try self.numbers(changed, for: .organization(organization)))
      }
    }
  }

  public func setAssignee(
    _ request: InventoryV1.SetAssigneeRequest,
    context: ServerContext
  ) async throws -> InventoryV1.Number {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let number = try TelephoneNumber(strictE164: request.phoneNumber, field: "phone_number")
    let assignee = try request.assignee.map { message throws(Refusal) in
      try Assignee(message, field: "assignee")
    }
    return try await change(request, request.requestId, context, of: parent.organization) {
      (inventory, _) throws(Refusal) in
      try inventory.setAssignee(of: number, to: assignee, organization: parent.organization)
    }.first ?? .init()
  }

  public func setMainNumber(
    _ request: InventoryV1.SetMainNumberRequest,
    context: ServerContext
  ) async throws -> InventoryV1.Number {
    let location = try context.resource(request.location, pattern: Self.locationPattern, field: "location")
    let number =
      request.phoneNumber.isEmpty
      ? nil : try TelephoneNumber(strictE164: request.phoneNumber, field: "phone_number")
    let now = clock.now()
    do {
      return try await deciding(location.organization, location.text, context) {
        try await writes.run(request, requestID: request.requestId, context: context) { transaction in
          guard try self.access(to: location.text, transaction) != nil else { throw Refusal.unknownLocation }
          let changed = try memory.change(in: transaction, at: now) { (inventory) throws(Refusal) in
            try inventory.setMainNumber(number, of: location)
          }
          return try self.numbers(changed, for: .organization(location.organization)).first ?? .init()
        }
      }
    } catch let refusal as Refusal where refusal == .unknownLocation {
      throw Refusal.resourceNotFound(location.text)
    }
  }

  public func setCallerId(
    _ request: InventoryV1.SetCallerIdRequest,
    context: ServerContext
  ) async throws -> InventoryV1.CallerId {
    let identity = try identity(request.parent, request.caller, context)
    let number =
      request.phoneNumber.isEmpty
      ? nil : try TelephoneNumber(strictE164: request.phoneNumber, field: "phone_number")
    let now = clock.now()
    return try await writes.run(request, requestID: request.requestId, context: context) { transaction in
      let shown = try memory.change(in: transaction, at: now) { (inventory) throws(Refusal) in
        try inventory.setCallerID(of: identity, to: number)
      }
      return .init(caller: .init(identity.caller), phoneNumber: shown?.e164 ?? "")
    }
  }

  public func getCallerId(
    _ request: InventoryV1.GetCallerIdRequest,
    context: ServerContext
  ) throws -> InventoryV1.CallerId {
    let identity = try identity(request.parent, request.caller, context)
    let shown = try memory.read { (inventory) throws(Refusal) in inventory.callerID(of: identity) }
    return .init(caller: .init(identity.caller), phoneNumber: shown?.e164 ?? "")
  }

  private func identity(
    _ parent: String,
    _ caller: InventoryV1.Assignee?,
    _ context: ServerContext
  ) throws(Refusal) -> CallerIdentity {
    let parent = try context.resource(parent, pattern: "organizations/*", field: "parent")
    let caller = try Assignee(caller ?? .init(), field: "caller")
    return CallerIdentity(organization: parent.organization, caller: caller)
  }
}
