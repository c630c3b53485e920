import Telephony

/// A customer, the tenant of everything below its name (domain.md section 1).
public struct Organization: Hashable, Sendable {
  /// Kind of account.
  public enum AccountType: String, Hashable, Sendable {
    /// Free, for evaluation (domain.md section 2, trial organizations).
    case trial = "TRIAL"
    /// Paying customer.
    case paid = "PAID"
  }

  /// Last part of its name.
  public let id: String
  /// What people call it.
  public var displayName: String
  /// Whether it is a trial.
  public var accountType: AccountType
  /// What it has licensed.
  public var licenses: Licenses
  /// The day from which its licences are charged; nil for that of the change.
  public var serviceDate: CivilDate?
  /// Id of the partner that may act for it; empty for none.
  public var managingPartner: String
  /// When it was created.
  public let createTime: Instant
  /// When it last changed.
  public var updateTime: Instant
  /// 1 when it is new, one more with every change.
  public var version: Int64

  /// Puts together what was stored; nothing is checked.
  public init(
    id: String,
    displayName: String,
    accountType: AccountType,
    licenses: Licenses,
    serviceDate: CivilDate? = nil,
    managingPartner: String = "",
    createTime: Instant,
    updateTime: Instant,
    version: Int64
  ) {
    self.id = id
    self.displayName = displayName
    self.accountType = accountType
    self.licenses = licenses
    self.serviceDate = serviceDate
    self.managingPartner = managingPartner
    self.createTime = createTime
    self.updateTime = updateTime
    self.version = version
  }

  /// `organizations/{organization}`.
  public var name: String { "organizations/\(id)" }

  /// Whether the services of the calling plan are open to it: a trial needs no licence, one committed outbound
  /// calling plan opens everything to a paying customer (domain.md section 2).
  public var mayUseCallingPlan: Bool { accountType == .trial || licenses.outboundCallingPlans > 0 }
}
