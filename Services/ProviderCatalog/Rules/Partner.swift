import Telephony

/// Somebody who acts for organizations it manages (domain.md section 2).
public struct Partner: Hashable, Sendable {
  /// Last part of its name.
  public let id: String
  /// What people call it.
  public let displayName: String
  /// Whether it is enrolled in the calling program; without that it may not act.
  public private(set) var isEnrolled: Bool
  /// Ids of the providers that it prefers, which its organizations see first.
  public private(set) var preferredProviders: [String]
  public let createTime: Instant
  public private(set) var updateTime: Instant
  /// 1 when it is new, one more with every change.
  public private(set) var version: Int64

  /// Puts together what was stored; nothing is checked.
  public init(
    id: String,
    displayName: String,
    isEnrolled: Bool,
    preferredProviders: [String] = [],
    createTime: Instant,
    updateTime: Instant,
    version: Int64
  ) {
    self.id = id
    self.displayName = displayName
    self.isEnrolled = isEnrolled
    self.preferredProviders = preferredProviders
    self.createTime = createTime
    self.updateTime = updateTime
    self.version = version
  }

  /// `partners/{partner}`.
  public var name: String { "partners/\(id)" }

  /// A new partner, or every field that is wrong.
  public static func create(
    id: String,
    displayName: String,
    isEnrolled: Bool,
    now: Instant
  ) throws(Refusal) -> Partner {
    var violations: [Violation] = []
    if !ResourceName.isID(id) { violations.append(.idForm("partner_id")) }
    violations += DisplayName.violations(displayName, field: "partner.display_name")
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    return Partner(
      id: id,
      displayName: displayName,
      isEnrolled: isEnrolled,
      createTime: now,
      updateTime: now,
      version: 1
    )
  }

  /// The partner with its enrolment as it is from now on.
  public func enrolled(_ isEnrolled: Bool, now: Instant) -> Partner {
    changed(now) { $0.isEnrolled = isEnrolled }
  }

  /// The partner with other providers that it prefers, by their ids.
  public func preferring(_ providers: [String], now: Instant) -> Partner {
    changed(now) { $0.preferredProviders = Set(providers).sorted() }
  }

  private func changed(_ now: Instant, _ change: (inout Partner) -> Void) -> Partner {
    var changed = self
    change(&changed)
    changed.updateTime = max(now, updateTime)
    changed.version += 1
    return changed
  }
}
