import Messages
import PortingRules
import RPC
import ServiceKit
import Telephony

/// The calls on the inventory that a port needs. The inventory owns the state of numbers; Porting tells it what happens.
struct InventoryCalls: Sendable {
  let inventory: InventoryV1.InventoryServiceClient
  let signer: CallerSigner

  /// Calls at the same time.
  private static let width = 16
  /// Most numbers that the inventory takes in one call.
  private static let numbersPerCall = 1_000

  /// Notes that an order's numbers are on their way, and that those taken out of it are not any more.
  func reserve(_ order: PortOrder) async throws -> PortCommand {
    try await letGo(of: Set(order.leaving).subtracting(order.telephoneNumbers), of: order, "leave")
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
      return .recordReservationRefused(Self.numbers(error, among: order.telephoneNumbers))
    }
  }

  /// The numbers that a refusal names by their places in the request.
  private static func numbers(_ error: RPCError, among numbers: [TelephoneNumber]) -> [TelephoneNumber] {
    let fields = Set(error.details.flatMap(\.subjects))
    return numbers.enumerated().filter { fields.contains("phone_numbers[\($0.offset)]") }.map(\.element)
  }

  /// Assigns what has arrived to the location, whose emergency address follows by the inventory's event, as do charges;
  /// and lets go of what has not.
  func arrive(_ order: PortOrder) async throws -> PortCommand {
    func numbers(_ outcome: NumberPortability.Outcome) -> [TelephoneNumber] {
      order.numbers.filter { $0.outcome == outcome }.compactMap { TelephoneNumber(e164: $0.phoneNumber) }
    }
    let (come, stayed) = (numbers(.ported), numbers(.notPorted))
    do {
      if !come.isEmpty { try await end(come, of: order, completed: true, "arrive") }
    } catch let error as RPCError where error.isRefusal {
      return .recordRefusal(of: .arrive, reason: error.reason)
    }
    try await letGo(of: Set(stayed), of: order, "stay")
    return .recordArrival
  }

  func release(_ order: PortOrder) async throws -> PortCommand {
    try await letGo(of: Set(order.telephoneNumbers + order.leaving), of: order, "release")
    return .recordRelease
  }

  /// Notes that the carrier has taken numbers back; those that the customer gave up meanwhile are gone already.
  func giveBack(_ order: PortOrder) async throws -> PortCommand {
    let numbers = try await kept(order.returning, of: order)
    let id = DerivedUUID.make(requestID(order, "give back"), numbers.map(\.e164).joined(separator: ","))
    do {
      if !numbers.isEmpty { try await portOut(numbers, organization: order.organization, requestID: id) }
      return .recordGivenBack
    } catch let error as RPCError where error.isRefusal {
      return .recordRefusal(of: .giveBack, reason: error.reason)
    }
  }

  /// Those of some numbers that have come by an order and are still here.
  func kept(_ numbers: [TelephoneNumber], of order: PortOrder) async throws -> [TelephoneNumber] {
    try await select(numbers, of: order) { $0.state == .portedIn && $0.order == order.name }
  }

  /// Those of some numbers that cannot be ported in, because they are here already: in stock, or somebody's.
  func held(_ numbers: [TelephoneNumber], of order: PortOrder) async throws -> [TelephoneNumber] {
    try await select(numbers, of: order) { $0.state != .portedOut && $0.order != order.name }
  }

  /// Those of some numbers that the inventory knows and of which something is so.
  private func select(
    _ numbers: [TelephoneNumber],
    of order: PortOrder,
    _ isSo: @escaping @Sendable (InventoryV1.Number) -> Bool
  ) async throws -> [TelephoneNumber] {
    let options = try options(order.organization)
    @Sendable func found(_ number: TelephoneNumber) async throws -> TelephoneNumber? {
      do {
        let name = "numbers/\(number.digits)"
        return isSo(try await inventory.getNumber(.init(name: name), options: options)) ? number : nil
      } catch let error as RPCError where error.code == .notFound {
        return nil
      }
    }
    let selected = try await withThrowingTaskGroup(of: TelephoneNumber?.self) { group in
      var selected: Set<TelephoneNumber> = []
      for (index, number) in numbers.enumerated() {
        if index >= Self.width, let number = try await group.next() ?? nil { selected.insert(number) }
        group.addTask { try await found(number) }
      }
      for try await number in group { number.map { _ = selected.insert($0) } }
      return selected
    }
    return numbers.filter(selected.contains)
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

  /// Notes that numbers are not on their way any more. The inventory refuses a call whole: those that are not held for
  /// the order, because they were never noted or are gone already, are left out then.
  private func letGo(of numbers: Set<TelephoneNumber>, of order: PortOrder, _ what: String) async throws {
    var left = numbers.sorted()
    while !left.isEmpty {
      let piece = Array(left.prefix(Self.numbersPerCall))
      do {
        try await end(piece, of: order, completed: false, what)
        left.removeFirst(piece.count)
      } catch let error as RPCError where error.code == .failedPrecondition {
        let others = Set(Self.numbers(error, among: piece))
        guard !others.isEmpty else { throw error }
        left.removeAll(where: others.contains)
      }
    }
  }

  private func end(
    _ numbers: [TelephoneNumber],
    of order: PortOrder,
    completed: Bool,
    _ what: String
  ) async throws {
    let numbers = numbers.map(\.e164)
    let request = InventoryV1.EndPortInRequest(
      order: order.name,
      phoneNumbers: numbers,
      completed: completed,
      requestId: DerivedUUID.make(requestID(order, what), numbers.joined(separator: ",")),
      usage: order.wish.usage == .service ? .service : .standard
    )
    _ = try await inventory.endPortIn(request, options: options(order.organization))
  }

  private func requestID(_ order: PortOrder, _ what: String) -> String {
    DerivedUUID.make("inventory", order.name, what, "\(order.submissions)")
  }

  private func options(_ organization: String) throws -> CallOptions {
    try CallOptions.asService(signer, organization: organization)
  }
}

extension ErrorDetail {
  /// The fields that it is about, wrong ones and those that are in the way.
  fileprivate var subjects: [String] {
    switch self {
    case .badRequest(let violations): violations.map(\.field)
    case .preconditionFailure(let violations): violations.map(\.subject)
    default: []
    }
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
