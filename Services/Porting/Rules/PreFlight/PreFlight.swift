import Telephony

/// Everything that can be known before an order goes to the losing carrier, in one list (domain.md section 5). It is
/// what a dry run answers, and what a submission is refused with.
public struct PreFlight: Sendable {
  public var order: PortOrder
  public var rules: PortingRules
  public var organization: OrganizationFacts?
  public var site: LocationFacts?
  /// Whether service numbers are offered in the country.
  public var offersServiceNumbers: Bool
  /// Numbers that another open order has.
  public var takenNumbers: Set<TelephoneNumber>
  public var calendar: PortCalendar
  public var now: Instant
  /// The form of addresses in the country; nil when it is not known.
  public var addressRules: AddressRules?
  /// Numbers that the inventory has already, in stock or for somebody.
  public var heldNumbers: Set<TelephoneNumber> = []
  /// What is known of the emergency address of the location.
  public var address = LocationAddress.unknown

  public init(
    order: PortOrder,
    rules: PortingRules,
    organization: OrganizationFacts?,
    site: LocationFacts?,
    offersServiceNumbers: Bool,
    takenNumbers: Set<TelephoneNumber>,
    calendar: PortCalendar,
    now: Instant
  ) {
    self.order = order
    self.rules = rules
    self.organization = organization
    self.site = site
    self.offersServiceNumbers = offersServiceNumbers
    self.takenNumbers = takenNumbers
    self.calendar = calendar
    self.now = now
  }

  /// Every violation; none when the order can be submitted.
  public var violations: [Violation] {
    conditionViolations + numberViolations + typeViolations + billingNumberViolations + accountViolations
      + documentViolations + dateViolations
  }

  /// The row of lead times that holds for the order.
  public var leadTime: PortLeadTime? { rules.leadTime(of: order.wish, numbers: order.numbers.count) }

  // domain.md section 2.
  private var conditionViolations: [Violation] {
    var violations: [Violation] = []
    if let organization {
      violations += organization.callingPlanViolations(field: "parent")
      if organization.accountType == .trial { violations.append(.notOnTrial) }
    }
    guard let site else { return violations }
    violations += site.callingPlanViolations(field: "location")
    violations += [address.violation].compactMap { $0 }
    if order.wish.usage == .service, let organization, organization.accountType == .paid {
      let access = ServiceNumberAccess(
        location: site,
        organization: organization,
        isSupported: offersServiceNumbers
      )
      violations += access.violations(field: "service_numbers")
    }
    return violations
  }

  private var numberViolations: [Violation] {
    if order.numbers.isEmpty { return [.required("numbers", "at least one number")] }
    return order.numbers.enumerated().compactMap { index, number in
      let field = "numbers[\(index)].phone_number"
      if number.answer != .portable {
        return Violation(field: field, reason: number.reason, description: number.fix)
      }
      if order.wish.usage == .service, number.isNeverService {
        return Violation(
          field: field,
          reason: "NUMBER_TYPE_NOT_ALLOWED",
          description:
            "Mobile and toll-free numbers are never service numbers. Port it with an order of its own."
        )
      }
      guard let number = TelephoneNumber(e164: number.phoneNumber) else { return nil }
      if heldNumbers.contains(number) {
        return Violation(
          field: field,
          reason: "NUMBER_HERE_ALREADY",
          description: "The number is not with another carrier: it is here. Remove it; order it, or ask PTS."
        )
      }
      guard takenNumbers.contains(number) else { return nil }
      return Violation(
        field: field,
        reason: "NUMBER_IN_OTHER_ORDER",
        description: "Another open port order has the number. Remove it here, or cancel the other one."
      )
    }
  }

  private var dateViolations: [Violation] {
    guard let leadTime else { return [] }
    guard let desired = order.wish.desiredTime else {
      return [.required("desired_time", "when the numbers shall move; PreviewDates lists the windows")]
    }
    return WishedTime(desired)
      .violations(calendar, leadDays: leadTime.businessDays, now: now, field: "desired_time")
  }
}

extension NumberPortability {
  fileprivate var isNeverService: Bool {
    let type = TelephoneNumber(e164: phoneNumber)?.metadata?.type
    return type == .mobile || type == .tollFree
  }
}

extension PortingRules {
  /// The row of lead times for a wish; nil when the country has no such type.
  public func leadTime(of wish: PortWish, numbers count: Int) -> PortLeadTime? {
    schedule.leadTime(wish.type, numbers: count, isDirectDialIn: wish.isDirectDialIn, donor: wish.donor)
  }
}

extension Violation {
  fileprivate static let notOnTrial = Violation(
    field: "parent",
    reason: "NOT_AVAILABLE_ON_TRIAL",
    description: "A trial cannot port numbers in. Convert the account first."
  )
}
