import Telephony

/// Who of an organization is mailed about its ports, beside those whom an order names (domain.md section 5: administrators).
/// Personal data.
public struct NoticeAddresses: Hashable, Sendable {
  /// Id of the organization.
  public let organization: String
  public let emails: [String]
  public let updateTime: Instant
  /// 1 for the first ones, one more with every change.
  public let version: Int64

  /// Puts together what was stored; nothing is checked.
  public init(organization: String, emails: [String], updateTime: Instant, version: Int64) {
    self.organization = organization
    self.emails = emails
    self.updateTime = updateTime
    self.version = version
  }

  /// More are a distribution list's business (D).
  static let most = 20

  /// Others in the place of those before, or every one that is wrong.
  public static func replacing(
    _ before: NoticeAddresses?,
    of organization: String,
    with emails: [String],
    now: Instant
  ) throws(Refusal) -> NoticeAddresses {
    let violations = violations(emails)
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    return NoticeAddresses(
      organization: organization,
      emails: emails,
      updateTime: max(now, before?.updateTime ?? now),
      version: (before?.version ?? 0) + 1
    )
  }

  private static func violations(_ emails: [String]) -> [Violation] {
    guard emails.count <= most else {
      return [
        Violation(
          field: "emails",
          reason: "TOO_MANY_CONTACTS",
          description: "At most \(most) are mailed. Give a distribution list."
        )
      ]
    }
    return emails.enumerated().filter { !$0.element.isEmailAddress }.map { index, _ in
      Violation(
        field: "emails[\(index)]",
        reason: "INVALID_EMAIL",
        description: "It has not the form name@example.com. Correct it."
      )
    }
  }
}
