import Telephony

// domain.md sections 2 and 3: who may have what.
extension OrderCheck {
  func locationViolations() -> [Violation] {
    guard request.namesLocation else { return [] }
    guard let location else {
      return [
        Violation(
          field: "order.location",
          reason: "LOCATION_NOT_FOUND",
          description: "The organization has no such location. Create it, or correct the name."
        )
      ]
    }
    var violations = country == nil ? [.countryNotOffered] : [Violation]()
    if !mayHaveServiceNumbersElsewhere(location) {
      violations += location.callingPlanViolations(field: "order.location")
    }
    return violations
  }

  // domain.md section 3: other connections may have service numbers with a paid subscription.
  private func mayHaveServiceNumbersElsewhere(_ location: LocationFacts) -> Bool {
    request.usage == .service && organization?.accountType == .paid && location.connection != .none
  }

  func trialViolations() -> [Violation] {
    guard organization?.accountType == .trial else { return [] }
    var violations: [Violation] = []
    if let what = notForTrials {
      violations.append(
        Violation(
          field: selectionField,
          reason: "NOT_AVAILABLE_ON_TRIAL",
          description:
            "A trial has no \(what). Order single local numbers for people, or convert the account."
        )
      )
    }
    if numbersSoFar + wantedCount > Self.trialLimit {
      violations.append(
        Violation(
          field: selectionField,
          reason: "TRIAL_NUMBER_LIMIT",
          description:
            "A trial gets at most \(Self.trialLimit) numbers; \(numbersSoFar) are ordered already. "
            + "Order fewer, or convert the account."
        )
      )
    }
    return violations
  }

  private var notForTrials: String? {
    if isBlock { return "blocks" }
    if tollFreeCount > 0 { return "toll-free numbers" }
    return request.usage == .service ? "service numbers" : nil
  }

  // domain.md section 3, service numbers. A trial and a location without connection are told of by their own.
  func serviceViolations() -> [Violation] {
    guard request.usage == .service, let organization, organization.accountType == .paid, let location,
      location.connection != .none
    else { return [] }
    let access = ServiceNumberAccess(
      location: location,
      organization: organization,
      isSupported: country?.offersServiceNumbers ?? true
    )
    return access.violations(field: "order.usage")
  }
}

extension Violation {
  static let countryNotOffered = Violation(
    field: "order.location",
    reason: "COUNTRY_NOT_OFFERED",
    description: "New numbers are not offered in the country of the location. ListCountries names the others."
  )
}
