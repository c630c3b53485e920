import Messages
import PortingRules
import RPC
import ServiceKit
import Telephony

/// The calls on the inventory that a port needs. The inventory owns the state of numbers; Porting tells it what happens.
struct InventoryCalls: Sendable {
  let inventory: InventoryV1.InventoryServiceClient
  let signer: CallerSigner

  /// Notes that an order's numbers are on their way, and that those taken out of it are not any more.
  func reserve(_ order: PortOrder) async throws -> PortCommand {
    if !order.leaving.isEmpty { try await end(order.leaving, of: order, completed: false, "leave") }
    let request = InventoryV1.BeginPortInRequest(
      location: order.location,
      order: order.name,
      phoneNumbers: order.telephoneNumbers.map(\.e164),
      requestId: requestID(order, "begin")
    )
    do {
      _ = try await inventory.beginPortIn(request, options: options(order.organization))
      return .recordReserved
    } catch let error as RPCError where error.isRefusal {
      return .recordReservationRefused
    }
  }

  /// Assigns what has arrived to the location, whose emergency address follows by the inventory's event, as do charges;
  /// and lets go of what has not.
  func arrive(_ order: PortOrder) async throws -> PortCommand {
    func numbers(_ outcome: NumberPortability.Outcome) -> [TelephoneNumber] {
      order.numbers.filter { $0.outcome == outcome }.compactMap { TelephoneNumber(e164: $0.phoneNumber) }
    }
    let (come, stayed) = (numbers(.ported), numbers(.notPorted))
    if !come.isEmpty { try await end(come, of: order, completed: true, "arrive") }
    if !stayed.isEmpty { try await end(stayed, of: order, completed: false, "stay") }
    return .recordArrival
  }

  func release(_ order: PortOrder) async throws -> PortCommand {
    let numbers = order.telephoneNumbers + order.leaving
    if !numbers.isEmpty { try await end(numbers, of: order, completed: false, "release") }
    return .recordRelease
  }

  func giveBack(_ order: PortOrder) async throws -> PortCommand {
    try await portOut(
      order.returning,
      organization: order.organization,
      requestID: requestID(order, "give back")
    )
    return .recordGivenBack
  }

  /// Notes that numbers have gone to another carrier.
  func portOut(_ numbers: [TelephoneNumber], organization: String, requestID: String) async throws {
    let request = InventoryV1.PortOutNumbersRequest(
      parent: "organizations/\(organization)",
      phoneNumbers: numbers.map(\.e164),
      requestId: requestID
    )
    _ = try await inventory.portOutNumbers(request, options: options(organization))
  }

  /// Where an organization has numbers: a name of a location for each of those that it has.
  func locations(of numbers: [TelephoneNumber], organization: String) async throws -> [TelephoneNumber:
    String]
  {
    var locations: [TelephoneNumber: String] = [:]
    for number in numbers {
      let options = try options(organization)
      do {
        let found = try await inventory.getNumber(.init(name: "numbers/\(number.digits)"), options: options)
        // Of numbers of others it says no location.
        if !found.location.isEmpty { locations[number] = found.location }
      } catch let error as RPCError where error.code == .notFound {
        continue
      }
    }
    return locations
  }

  private func end(
    _ numbers: [TelephoneNumber],
    of order: PortOrder,
    completed: Bool,
    _ what: String
  ) async throws {
    let request = InventoryV1.EndPortInRequest(
      order: order.name,
      phoneNumbers: numbers.map(\.e164),
      completed: completed,
      requestId: requestID(order, what),
      usage: order.wish.usage == .service ? .service : .standard
    )
    do {
      _ = try await inventory.endPortIn(request, options: options(order.organization))
    } catch let error as RPCError where !completed && error.isRefusal {
      // They were never noted, or are gone already: nothing is held for the order, which is all that is wanted.
    }
  }

  private func requestID(_ order: PortOrder, _ what: String) -> String {
    DerivedUUID.make("inventory", order.name, what, "\(order.submissions)")
  }

  private func options(_ organization: String) throws -> CallOptions {
    try CallOptions.asService(signer, organization: organization)
  }
}

extension RPCError {
  /// Whether the other side decided, so that a repeat would be answered the same.
  var isRefusal: Bool {
    switch code {
    case .failedPrecondition, .notFound, .invalidArgument, .alreadyExists, .aborted, .outOfRange: true
    default: false
    }
  }
}
