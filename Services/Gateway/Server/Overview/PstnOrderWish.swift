import Messages
import ServiceKit
import Telephony

/// Which orders a caller wants to see.
struct PstnOrderWish: Sendable {
  private let kinds: Set<GatewayV1.PstnOrder.Kind>
  private let states: Set<GatewayV1.PstnOrder.State>
  private let location: String
  private let phoneNumber: String

  init(_ filter: GatewayV1.PstnOrderFilter?) throws(Refusal) {
    kinds = Set(filter?.kinds ?? [])
    states = Set(filter?.states ?? [])
    location = filter?.location ?? ""
    phoneNumber = filter?.phoneNumber ?? ""
    var violations: [Violation] = []
    if !kinds.allSatisfy(\.isKnown) {
      violations.append(.unknown("filter.kinds", "INVALID_KIND", "kind"))
    }
    if !states.allSatisfy(\.isKnown) {
      violations.append(.unknown("filter.states", "INVALID_STATE", "state"))
    }
    if let violation = ResourceName.violation(
      ofOptional: location,
      pattern: "organizations/*/locations/*",
      field: "filter.location"
    ) {
      violations.append(violation)
    }
    if !phoneNumber.isEmpty, TelephoneNumber(e164: phoneNumber) == nil {
      violations.append(.invalidPhoneNumber("filter.phone_number"))
    }
    guard violations.isEmpty else { throw Refusal(violations: violations) }
  }

  func includes(_ order: GatewayV1.PstnOrder) -> Bool {
    (kinds.isEmpty || kinds.contains(order.kind))
      && (states.isEmpty || states.contains(order.state))
      && (location.isEmpty || order.location == location)
      && (phoneNumber.isEmpty || order.phoneNumbers.contains(phoneNumber))
  }
}

extension GatewayV1.PstnOrder.Kind {
  fileprivate var isKnown: Bool {
    switch self {
    case .unspecified, .unrecognized: false
    default: true
    }
  }
}

extension GatewayV1.PstnOrder.State {
  fileprivate var isKnown: Bool {
    switch self {
    case .unspecified, .unrecognized: false
    default: true
    }
  }
}

extension Violation {
  fileprivate static func unknown(_ field: String, _ reason: String, _ what: String) -> Violation {
    Violation(
      field: field,
      reason: reason,
      description: "One of them is no \(what) of a PSTN order. Give those that there are, or nothing."
    )
  }
}
