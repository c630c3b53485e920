/// Who is calling, as authentication found out.
public struct Caller: Sendable, Hashable {
  /// What a principal may do in its organization (domain.md section 2).
  public enum Role: String, Sendable, Hashable, CaseIterable {
    case readOnly = "READ_ONLY"
    case partner = "PARTNER"
    case customerAdministrator = "CUSTOMER_ADMINISTRATOR"
    case service = "SERVICE"
    case `operator` = "OPERATOR"

    /// Whether the role is enough for a method.
    public func allows(_ access: Access) -> Bool {
      switch access {
      case .public, .read: true
      case .write: self == .customerAdministrator || self == .partner || self == .service
      case .customerAdministrator: self == .customerAdministrator
      case .operate: self == .operator
      case .service: self == .service || self == .operator
      case .support: self != .readOnly
      case .unspecified: false
      }
    }
  }

  /// Who it is, such as `keys/demo-admin`.
  public let principal: String
  /// Id of the organization it acts for; empty for an operator.
  public let organization: String
  public let role: Role
  /// Id of the partner that acts for the organization; empty when it acts itself.
  public let partner: String

  public init(principal: String, organization: String, role: Role, partner: String = "") {
    self.principal = principal
    self.organization = organization
    self.role = role
    self.partner = partner
  }

  /// Whether it may touch what belongs to an organization: its own, or any for services and operators.
  public func mayAct(for organization: String) -> Bool {
    self.organization == organization
      || (role == .operator || (role == .service && self.organization.isEmpty))
  }
}
