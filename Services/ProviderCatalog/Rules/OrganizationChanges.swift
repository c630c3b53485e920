import Telephony

/// What is given of a new organization.
public struct OrganizationDraft: Hashable, Sendable {
  public var displayName: String
  /// Nil when it was not given.
  public var accountType: Organization.AccountType?
  public var licenses: Licenses

  /// Takes what the caller gave; nothing is checked.
  public init(
    displayName: String,
    accountType: Organization.AccountType?,
    licenses: Licenses = Licenses()
  ) {
    self.displayName = displayName
    self.accountType = accountType
    self.licenses = licenses
  }
}

extension Organization {
  /// A new organization, or every field that is wrong.
  public static func create(
    id: String,
    from draft: OrganizationDraft,
    now: Instant
  ) throws(Refusal) -> Organization {
    var violations: [Violation] = []
    if !ResourceName.isID(id) { violations.append(.idForm("organization_id")) }
    violations += DisplayName.violations(draft.displayName, field: "organization.display_name")
    violations += draft.licenses.violations(path: "organization.")
    guard violations.isEmpty, let accountType = draft.accountType else {
      if draft.accountType == nil {
        violations.append(.required("organization.account_type", "the account type, TRIAL or PAID"))
      }
      throw Refusal(violations: violations)
    }
    return Organization(
      id: id,
      displayName: draft.displayName,
      accountType: accountType,
      licenses: draft.licenses,
      createTime: now,
      updateTime: now,
      version: 1
    )
  }

  /// The organization with other licences. Fewer are allowed: what needs one refuses from then on.
  public func licensed(_ licenses: Licenses, now: Instant) throws(Refusal) -> Organization {
    let violations = licenses.violations()
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    var changed = self
    changed.licenses = licenses
    changed.updateTime = max(now, updateTime)
    changed.version += 1
    return changed
  }

  /// The refusal of an id that is taken.
  public static func alreadyExists(_ name: String) -> Refusal {
    Refusal(
      .alreadyExists,
      "RESOURCE_EXISTS",
      "\(name) exists. Give another id, or none to have one chosen.",
      metadata: ["resource": name]
    )
  }
}
