import Telephony

/// What is given of a requirement group.
public struct RequirementDraft: Sendable {
  public var displayName: String
  public var countryCode: String
  public var numberType: String
  /// Nil when it was not given.
  public var action: RequirementGroup.Action?
  public var values: [(field: String, text: String)]

  /// Takes what the caller gave; nothing is checked.
  public init(
    displayName: String,
    countryCode: String,
    numberType: String,
    action: RequirementGroup.Action?,
    values: [(field: String, text: String)]
  ) {
    self.displayName = displayName
    self.countryCode = countryCode
    self.numberType = numberType
    self.action = action
    self.values = values
  }
}

extension RequirementGroup {
  /// Requirement groups that one organization can have (D).
  public static let maximumPerOrganization = 1_000
  static let path = "requirement_group."

  /// A new group, or every field that is wrong. What is missing is no mistake: it can be filled in later.
  ///
  /// - Parameter country: the one of the draft, nil when it is not offered.
  public static func create(
    id: String,
    organization: String,
    from draft: RequirementDraft,
    country: Country?,
    existing: Int,
    now: Instant
  ) throws(Refusal) -> RequirementGroup {
    var violations: [Violation] = []
    if !ResourceName.isID(id) { violations.append(.idForm("requirement_group_id")) }
    violations += DisplayName.violations(draft.displayName, field: "\(path)display_name")
    if draft.action == nil { violations.append(.required("\(path)action", "NEW_NUMBERS or PORT_IN")) }
    let type = country?.numberTypes.first { $0.description == draft.numberType }
    if let country {
      if type == nil { violations.append(typeViolation(country)) }
      if let action = draft.action {
        violations += Requirements(action, in: country).violations(
          draft.values,
          path: path,
          today: BusinessCalendar().day(of: now)
        )
      }
    } else {
      violations.append(countryViolation)
    }
    guard violations.isEmpty, let action = draft.action, let type else {
      throw Refusal(violations: violations)
    }
    guard existing < maximumPerOrganization else { throw groupLimit(organization) }
    return RequirementGroup(
      organization: organization,
      id: id,
      displayName: draft.displayName,
      countryCode: draft.countryCode,
      numberType: type,
      action: action,
      values: Dictionary(draft.values.map { ($0.field, $0.text) }) { first, _ in first },
      createTime: now,
      updateTime: now,
      version: 1
    )
  }

  private static var countryViolation: Violation {
    Violation(
      field: "\(path)country_code",
      reason: "COUNTRY_NOT_OFFERED",
      description: "Give the upper-case code of a country that ListCountries names."
    )
  }

  private static func typeViolation(_ country: Country) -> Violation {
    let types = country.numberTypes.map(\.description).joined(separator: ", ")
    return Violation(
      field: "\(path)number_type",
      reason: "NUMBER_TYPE_NOT_OFFERED",
      description: "It is not offered in \(country.code). Give one of \(types)."
    )
  }

  private static func groupLimit(_ organization: String) -> Refusal {
    Refusal(
      .exhausted,
      "REQUIREMENT_GROUP_LIMIT",
      "organizations/\(organization) has \(maximumPerOrganization) requirement groups. Delete one first.",
      metadata: ["limit": "\(maximumPerOrganization)"]
    )
  }

  /// The group with other values; a display name that is not given stays.
  public func filled(
    with values: [(field: String, text: String)],
    displayName: String,
    country: Country,
    now: Instant
  ) throws(Refusal) -> RequirementGroup {
    var violations = Requirements(action, in: country).violations(
      values,
      path: Self.path,
      today: BusinessCalendar().day(of: now)
    )
    if !displayName.isEmpty {
      violations += DisplayName.violations(displayName, field: "\(Self.path)display_name")
    }
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    return changed(now) { group in
      group.values = Dictionary(values.map { ($0.field, $0.text) }) { first, _ in first }
      if !displayName.isEmpty { group.displayName = displayName }
    }
  }

  /// The group with a document that passed its check, in the place of one of the same kind.
  public func attaching(_ document: RequirementDocument, now: Instant) -> RequirementGroup {
    changed(now) { group in
      group.documents.removeAll { $0.kind == document.kind }
      group.documents = (group.documents + [document]).sorted { $0.kind < $1.kind }
    }
  }

  /// The group without its document of a kind.
  public func removing(_ kind: String, now: Instant) throws(Refusal) -> RequirementGroup {
    guard documents.contains(where: { $0.kind == kind }) else {
      throw .resourceNotFound("\(name), document \(kind)")
    }
    return changed(now) { $0.documents.removeAll { $0.kind == kind } }
  }

  private func changed(_ now: Instant, _ change: (inout RequirementGroup) -> Void) -> RequirementGroup {
    var changed = self
    change(&changed)
    changed.updateTime = max(now, updateTime)
    changed.version += 1
    return changed
  }
}
