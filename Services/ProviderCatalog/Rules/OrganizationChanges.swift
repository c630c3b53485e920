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
  ///
  /// - Parameter serviceDate: the day from which the change is charged (domain.md section 4); empty for now.
  public func licensed(_ licenses: Licenses, serviceDate: String = "", now: Instant) throws(Refusal)
    -> Organization
  {
    let date = CivilDate(serviceDate)
    var violations = licenses.violations()
    let today = BusinessCalendar().day(of: now)
    if !serviceDate.isEmpty, date.map({ $0 < today }) ?? true { violations.append(.serviceDate(today)) }
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    return changed(now) { ($0.licenses, $0.serviceDate) = (licenses, date) }
  }

  /// The organization as a paying customer: with a committed outbound calling plan, and nothing else changed
  /// (domain.md section 2). Converting again changes nothing.
  public func convertedToPaid(now: Instant) throws(Refusal) -> Organization {
    guard accountType == .trial else { return self }
    guard licenses.outboundCallingPlans > 0 else {
      throw Refusal(
        .precondition,
        "OUTBOUND_CALLING_PLAN_REQUIRED",
        "\(name) has no committed outbound calling plan, and without one is no paying customer. "
          + "Have its operator license one.",
        metadata: ["organization": name]
      )
    }
    return changed(now) { organization in
      organization.accountType = .paid
      // Nothing of a trial is charged before it is converted.
      if let date = serviceDate, date <= BusinessCalendar().day(of: now) { organization.serviceDate = nil }
    }
  }

  /// The organization with another managing partner, by its id; empty for none.
  public func managed(by partner: String, now: Instant) -> Organization {
    managingPartner == partner ? self : changed(now) { $0.managingPartner = partner }
  }

  private func changed(_ now: Instant, _ change: (inout Organization) -> Void) -> Organization {
    var changed = self
    change(&changed)
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

extension Violation {
  fileprivate static func serviceDate(_ today: CivilDate) -> Violation {
    Violation(
      field: "service_date",
      reason: "INVALID_DATE",
      description: "It is no day from today on. Give one such as \(today), or none to begin now."
    )
  }
}
