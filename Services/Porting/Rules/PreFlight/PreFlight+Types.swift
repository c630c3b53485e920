import Telephony

// Types of ports and billing numbers (domain.md section 5).
extension PreFlight {
  var typeViolations: [Violation] {
    guard rules.types.contains(order.wish.type) else {
      let types = rules.types.map(\.rawValue).joined(separator: ", ")
      return [
        Violation(
          field: "port_type",
          reason: "PORT_TYPE_NOT_OFFERED",
          description: "The country has no such type of port. Give one of \(types)."
        )
      ]
    }
    return [shapeViolation, mixtureViolation].compactMap { $0 }
  }

  /// What the type says of the numbers.
  private var shapeViolation: Violation? {
    let main = order.wish.account.billingNumber
    let hasMain = order.numbers.contains { $0.phoneNumber == main }
    switch order.wish.type {
    case .isolated where order.numbers.count != 1: return .type("ISOLATED is one number alone.")
    case .full where !hasMain:
      return .type("FULL is the main number with all associated ones: add the main number.")
    case .partial where hasMain: return .type("PARTIAL leaves the main number: remove it, or port FULL.")
    case .complex where !hasMain || order.numbers.count != 1:
      return .type("COMPLEX is the main number without the associated ones.")
    case .mixedOperator where carrierCount < 2:
      return .type("MIXED_OPERATOR is a range that two or more operators hold; use another type for one.")
    default: return nil
    }
  }

  private var mixtureViolation: Violation? {
    guard PortSplit(order).automaticGroups.count > 1 else { return nil }
    return Violation(
      field: "numbers",
      reason: "SPLIT_REQUIRED",
      description: "They are of more than one losing carrier, country or number type. Split the order."
    )
  }

  private var carrierCount: Int { Set(order.numbers.map(\.losingCarrier)).count }

  var billingNumberViolations: [Violation] {
    let account = order.wish.account
    let portsMain = order.numbers.contains { $0.phoneNumber == account.billingNumber }
    var violations: [Violation] = []
    for (field, text) in [
      ("billing_number", account.billingNumber), ("new_billing_number", account.newBillingNumber),
    ] where !text.isEmpty && TelephoneNumber(e164: text) == nil {
      violations.append(.invalidPhoneNumber("details.\(field)"))
    }
    // France's COMPLEX must name the new billing number; elsewhere it is asked for when numbers stay.
    let needsNew = order.wish.type == .complex || portsMain && order.wish.remaining == .keep
    if needsNew, account.newBillingNumber.isEmpty {
      violations.append(
        .required("details.new_billing_number", "the billing number of the numbers that stay")
      )
    }
    if !account.newBillingNumber.isEmpty,
      order.numbers.contains(where: { $0.phoneNumber == account.newBillingNumber })
    {
      violations.append(
        Violation(
          field: "details.new_billing_number",
          reason: "NEW_BILLING_NUMBER_IN_ORDER",
          description: "It is among the numbers that go. Name one that stays."
        )
      )
    }
    return violations
  }
}

extension Violation {
  fileprivate static func type(_ description: String) -> Violation {
    Violation(field: "port_type", reason: "PORT_TYPE_INCORRECT", description: description)
  }
}
