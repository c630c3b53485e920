/// What has to be known of a partner before it acts for an organization.
public struct PartnerFacts: Hashable, Sendable {
  /// Whether it is enrolled in the calling program.
  public var isEnrolled: Bool

  public init(isEnrolled: Bool) {
    self.isEnrolled = isEnrolled
  }
}

extension Refusal {
  /// Why a partner may not act for an organization: it has to manage it and be enrolled (domain.md section 2). The two
  /// are told apart for nobody, so that a partner does not learn who manages whom.
  ///
  /// - Parameters:
  ///   - id: of the partner in the caller's credentials; empty when they name none.
  ///   - facts: of that partner, nil when it is not known.
  public static func partner(
    _ id: String,
    _ facts: PartnerFacts?,
    actingFor organization: OrganizationFacts?
  ) -> Refusal? {
    let isAuthorized = !id.isEmpty && organization?.managingPartner == id
    return isAuthorized && facts?.isEnrolled == true ? nil : partnerNotEnrolled
  }

  /// The partner may not act for the organization.
  public static let partnerNotEnrolled: Refusal = {
    var refusal = Refusal(violations: [
      Violation(
        field: "authorization",
        reason: "PARTNER_NOT_ENROLLED",
        description:
          "The partner does not manage this organization or is not enrolled in the calling program. "
          + "Have an operator enrol it and name it as the organization's managing partner."
      )
    ])
    refusal.kind = .permission
    return refusal
  }()
}
