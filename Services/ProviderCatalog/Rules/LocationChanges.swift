import Telephony

/// What is given of a new location.
public struct LocationDraft: Hashable, Sendable {
  public var displayName: String
  public var countryCode: String
  public var region: String
  public var timeZone: String

  /// Takes what the caller gave; nothing is checked.
  public init(displayName: String, countryCode: String, region: String = "", timeZone: String) {
    self.displayName = displayName
    self.countryCode = countryCode
    self.region = region
    self.timeZone = timeZone
  }
}

extension Location {
  /// Locations that one organization can have (D).
  public static let maximumPerOrganization = 10_000

  /// A new location without a connection, or every field that is wrong.
  ///
  /// - Parameters:
  ///   - country: the one of the draft, nil when it is not offered.
  ///   - existing: how many locations the organization has.
  public static func create(
    id: String,
    in organization: Organization,
    from draft: LocationDraft,
    country: Country?,
    existing: Int,
    now: Instant
  ) throws(Refusal) -> Location {
    var violations: [Violation] = []
    if !ResourceName.isID(id) { violations.append(.idForm("location_id")) }
    violations += DisplayName.violations(draft.displayName, field: "location.display_name")
    violations += countryViolations(draft, country)
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    guard existing < maximumPerOrganization else { throw locationLimit(organization) }
    return Location(
      organization: organization.id,
      id: id,
      displayName: draft.displayName,
      countryCode: draft.countryCode,
      region: draft.region,
      timeZone: draft.timeZone,
      connection: .none,
      contractContact: nil,
      createTime: now,
      updateTime: now,
      version: 1
    )
  }

  private static func countryViolations(_ draft: LocationDraft, _ country: Country?) -> [Violation] {
    guard !draft.countryCode.isEmpty else {
      return [.required("location.country_code", "the country's two letters, such as US")]
    }
    guard let country else {
      return [
        Violation(
          field: "location.country_code",
          reason: "COUNTRY_NOT_OFFERED",
          description: "Give the upper-case code of a country that ListCountries names."
        )
      ]
    }
    return regionViolations(draft, country) + timeZoneViolations(draft, country)
  }

  /// A region that nothing is known of would seem to have no holidays of its own (domain.md section 5, S). Only where the
  /// country has neither a list of regions nor regional holidays any code is taken.
  private static func regionViolations(_ draft: LocationDraft, _ country: Country) -> [Violation] {
    let known = country.knownRegions
    guard !draft.region.isEmpty, known.isEmpty ? !draft.region.isRegionCode : !known.contains(draft.region)
    else { return [] }
    let examples = known.isEmpty ? "as NJ of US-NJ" : "one of \(known.sorted().joined(separator: ", "))"
    return [
      Violation(
        field: "location.region",
        reason: "REGION_UNKNOWN",
        description:
          "It is no region of \(country.code). Give the second part of an ISO 3166-2 code, \(examples)."
      )
    ]
  }

  private static func timeZoneViolations(_ draft: LocationDraft, _ country: Country) -> [Violation] {
    guard !country.timeZones.contains(draft.timeZone) else { return [] }
    guard !draft.timeZone.isEmpty else {
      return [.required("location.time_zone", "the IANA time zone, such as \(country.timeZoneExample)")]
    }
    return [
      Violation(
        field: "location.time_zone",
        reason: "INVALID_TIME_ZONE",
        description:
          "It is no IANA time zone of \(country.code). Give one such as \(country.timeZoneExample)."
      )
    ]
  }

  private static func locationLimit(_ organization: Organization) -> Refusal {
    Refusal(
      .exhausted,
      "LOCATION_LIMIT",
      "\(organization.name) has \(maximumPerOrganization) locations, the most there can be.",
      metadata: ["limit": "\(maximumPerOrganization)"]
    )
  }
}
