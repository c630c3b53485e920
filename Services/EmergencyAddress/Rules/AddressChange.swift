import Telephony

extension LocationAddress {
  /// The address that a location gets, or why not: every wrong field at once.
  ///
  /// - Parameters:
  ///   - name: of the location, as the caller gave it.
  ///   - location: nil when the catalog's events named none of that name.
  ///   - rules: of the location's country; nil when the catalog's events told none.
  ///   - organization: the location's; nil when the catalog's events named none.
  ///   - currentVersion: that of the address it has, 0 when it has none.
  public static func set(
    _ address: CivicAddress,
    locationName name: String,
    location: KnownLocation?,
    rules: AddressRules?,
    organization: KnownOrganization?,
    currentVersion: Int64,
    now: Instant
  ) throws(Refusal) -> LocationAddress {
    guard let location, let organization else { throw locationUnknown(name) }
    guard let rules else { throw countryNotSupported(location) }
    let violations = violations(address, location, rules)
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    guard organization.mayUseCallingPlan else { throw outboundCallingPlanRequired(organization) }
    return LocationAddress(
      location: name,
      address: address,
      progress: .syntax,
      updateTime: now,
      version: currentVersion + 1
    )
  }

  private static func violations(
    _ address: CivicAddress,
    _ location: KnownLocation,
    _ rules: AddressRules
  ) -> [Violation] {
    // The forms of another country would only confuse.
    guard address.countryCode.isEmpty || address.countryCode == location.countryCode else {
      return [countryMismatch(location)]
    }
    return address.syntaxViolations(rules: rules, path: "address")
  }

  private static func countryMismatch(_ location: KnownLocation) -> Violation {
    Violation(
      field: "address.country_code",
      reason: "ADDRESS_COUNTRY_MISMATCH",
      description:
        "The location is in \(location.countryCode). Give an address there, or use a location of that country."
    )
  }

  /// The answer for a location that is absent, and for one of another tenant.
  public static func locationUnknown(_ name: String) -> Refusal {
    Refusal(
      .notFound,
      "LOCATION_UNKNOWN",
      "There is no \(name) that you may see. Check the name; if it was made just now, repeat the call.",
      metadata: ["resource": name]
    )
  }

  private static func countryNotSupported(_ location: KnownLocation) -> Refusal {
    Refusal(
      .precondition,
      "COUNTRY_NOT_SUPPORTED",
      "The catalog has told no rules of addresses in \(location.countryCode). Repeat the call in a moment; "
        + "if it fails again, have the country added to the catalog.",
      metadata: ["country": location.countryCode]
    )
  }

  private static func outboundCallingPlanRequired(_ organization: KnownOrganization) -> Refusal {
    Refusal(
      .precondition,
      "OUTBOUND_CALLING_PLAN_REQUIRED",
      "organizations/\(organization.id) has no committed outbound calling plan. Have its operator license one.",
      metadata: ["organization": "organizations/\(organization.id)"]
    )
  }
}
