import ArgumentParser
import RPC

/// Calls that follow each other, each made with what those before it answered.
struct Journey: Equatable {
  /// One of them.
  struct Call: Equatable {
    /// `service/method`.
    let method: String
    /// JSON with variables.
    let request: String
    /// Statuses after which it is made again a moment later.
    var repeatsOn: Set<StatusCode> = []
  }

  let calls: [Call]
}

/// The journeys that need not be written down.
enum KnownJourney: String, CaseIterable, ExpressibleByArgument {
  /// A number of Jersey City from the shelf to its emergency address, for the organization of the demonstration.
  case order

  var journey: Journey {
    switch self {
    case .order: Journey(calls: Self.orderCalls)
    }
  }

  private static let orderCalls: [Journey.Call] = [
    Journey.Call(
      method: "trunkline.inventory.v1.InventoryService/SearchNumbers",
      request: """
        {"criteria": {"countryCode": "US", "region": "{{pick:NJ|NY|TX|CA|FL|OH|PA|IL|GA|NC}}"}, "pageSize": 5}
        """
    ),
    // Of the same area instead of the very number: all who search at once are offered the same ones.
    Journey.Call(
      method: "trunkline.inventory.v1.InventoryService/ReserveNumbers",
      request: """
        {"parent": "organizations/demo", "requestId": "{{uuid}}", "quantity": {"count": 1, "criteria":
         {"countryCode": "US", "areaCode": "{{answer.numbers.0.areaCode}}"}}}
        """
    ),
    Journey.Call(
      method: "trunkline.ordering.v1.OrderingService/CreateOrder",
      request: """
        {"parent": "organizations/demo", "requestId": "{{uuid}}", "order":
         {"location": "organizations/demo/locations/headquarters", "reservation": "{{answer.name}}",
          "fencingToken": "{{answer.fencingToken}}"}}
        """
    ),
    Journey.Call(
      method: "trunkline.ordering.v1.OrderingService/AcceptTermsOfService",
      request: #"{"name": "{{answer.name}}", "requestId": "{{uuid}}"}"#
    ),
    Journey.Call(
      method: "trunkline.ordering.v1.OrderingService/WatchOrder",
      request: #"{"name": "{{answer.name}}"}"#
    ),
    // Its service hears of the new number a moment later.
    Journey.Call(
      method: "trunkline.emergency.v1.EmergencyAddressService/LookUpAddress",
      request: #"{"phoneNumber": "{{answer.numbers.0.phoneNumber}}"}"#,
      repeatsOn: [.notFound, .failedPrecondition]
    ),
  ]
}

extension StatusCode: ExpressibleByArgument {
  public init?(argument: String) {
    guard let code = Self.allCases.first(where: { $0.name == argument }) else { return nil }
    self = code
  }
}
