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

  // domain.md section 3: premises locations may have service numbers with a paid subscription.
  private func mayHaveServiceNumbersElsewhere(_ location: LocationFacts) -> Bool {
    request.usage == .service && organization?.accountType == .paid && location.connection == .premises
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

  // domain.md section 3, service numbers. A trial has none at all, which is told by its own reason.
  func serviceViolations() -> [Violation] {
    guard request.usage == .service else { return [] }
    var violations: [Violation] = []
    if country?.offersServiceNumbers == false {
      violations.append(
        Violation(
          field: "order.usage",
          reason: "SERVICE_NUMBERS_UNSUPPORTED",
          description: "No provider of the country has service numbers. Order standard ones."
        )
      )
    }
    if let organization, organization.accountType == .paid, organization.serviceNumberLicenses < 1 {
      violations.append(
        Violation(
          field: "order.usage",
          reason: "SERVICE_LICENSE_REQUIRED",
          description: "The organization has no service-number licence. Have its operator license one."
        )
      )
    }
    return violations
  }
}

extension Violation {
  static let countryNotOffered = Violation(
    field: "order.location",
    reason: "COUNTRY_NOT_OFFERED",
    description: "New numbers are not offered in the country of the location. ListCountries names the others."
  )
}
