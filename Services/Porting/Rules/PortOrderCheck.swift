import Telephony

/// Everything that has to be right before a port order is drafted, checked at once.
public struct PortOrderCheck: Sendable {
  /// Id of the organization.
  public var organizationID: String
  /// Name of the location as the caller gave it.
  public var location: String
  /// The field of the request that names it.
  public var locationField: String
  public var phoneNumbers: [String]
  public var organization: OrganizationFacts?
  public var site: LocationFacts?
  /// What else is wrong with the form of the order.
  public var formProblems: [Violation] = []

  public init(
    organizationID: String,
    location: String,
    locationField: String,
    phoneNumbers: [String],
    organization: OrganizationFacts?,
    site: LocationFacts?
  ) {
    self.organizationID = organizationID
    self.location = location
    self.locationField = locationField
    self.phoneNumbers = phoneNumbers
    self.organization = organization
    self.site = site
  }

  /// The location, when nothing is wrong.
  ///
  /// - Parameter isOrder: whether an order is made; a mere question asks less.
  public func passed(isOrder: Bool) throws(Refusal) -> LocationFacts {
    let form = formProblems + locationFormViolations() + numberViolations(isOrder)
    let conditions = siteViolations(isOrder) + (isOrder ? accountViolations() : [])
    if form.isEmpty, conditions.isEmpty, let site { return site }
    var refusal = Refusal(violations: form + conditions)
    if form.isEmpty { refusal.kind = site == nil ? .notFound : .precondition }
    throw refusal
  }

  private func locationFormViolations() -> [Violation] {
    do {
      let name = try ResourceName(location, pattern: "organizations/*/locations/*", field: locationField)
      if name.organization == organizationID { return [] }
    } catch {
      return error.violations
    }
    // Wrong whether or not it exists, so that nobody learns of other organizations' locations.
    return [
      Violation(
        field: locationField,
        reason: "FOREIGN_RESOURCE",
        description: "It is not of the form organizations/\(organizationID)/locations/*, as the parent asks."
      )
    ]
  }

  private func numberViolations(_ isOrder: Bool) -> [Violation] {
    let field = isOrder ? "port_order.numbers" : "phone_numbers"
    if phoneNumbers.isEmpty { return [.required(field, "at least one number, E.164")] }
    guard phoneNumbers.count <= PortabilityCheck.largestCheck else {
      return [Self.tooMany(field, phoneNumbers.count)]
    }
    return isOrder ? repeatViolations() : []
  }

  private func repeatViolations() -> [Violation] { Self.listViolations(phoneNumbers) }

  /// What is wrong with a list of numbers for an order: too many of them, or one of them twice.
  public static func listViolations(_ phoneNumbers: [String]) -> [Violation] {
    guard phoneNumbers.count <= PortabilityCheck.largestCheck else {
      return [tooMany("port_order.numbers", phoneNumbers.count)]
    }
    var seen: Set<String> = []
    return phoneNumbers.enumerated().compactMap { index, number in
      guard !seen.insert(number).inserted else { return nil }
      return Violation(
        field: "port_order.numbers[\(index)].phone_number",
        reason: "DUPLICATE_PHONE_NUMBER",
        description: "The number is in the list already. Remove one of the two."
      )
    }
  }

  private static func tooMany(_ field: String, _ count: Int) -> Violation {
    Violation(
      field: field,
      reason: "TOO_MANY_NUMBERS",
      description: "At most \(PortabilityCheck.largestCheck) at once; \(count) were given."
    )
  }

  private func siteViolations(_ isOrder: Bool) -> [Violation] {
    guard locationFormViolations().isEmpty else { return [] }
    guard let site else {
      return [
        Violation(
          field: locationField,
          reason: "LOCATION_NOT_FOUND",
          description: "The organization has no such location. Create it, or correct the name."
        )
      ]
    }
    return isOrder ? site.callingPlanViolations(field: locationField) : []
  }

  // domain.md section 2: no ports in for a trial; a paying customer needs a licence.
  private func accountViolations() -> [Violation] {
    guard let organization else { return [] }
    guard organization.accountType == .trial else {
      return organization.callingPlanViolations(field: "parent")
    }
    return [
      Violation(
        field: "parent",
        reason: "NOT_AVAILABLE_ON_TRIAL",
        description: "A trial cannot port numbers in. Convert the account first."
      )
    ]
  }
}
