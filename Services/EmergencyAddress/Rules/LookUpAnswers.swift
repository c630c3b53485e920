import Telephony

/// What answers about emergency addresses say beside the address.
public enum LookUpAnswers {
  /// Every reply about an emergency address of a trial carries it (domain.md section 2, trial organizations).
  public static let trialNotice =
    "Trial organization: emergency service is for evaluation only. Emergency calls are not guaranteed and must "
    + "not be placed."

  /// The notice for an organization, empty when there is none.
  public static func notice(for organization: KnownOrganization?) -> String {
    organization?.isTrial == true ? trialNotice : ""
  }

  /// The answer for a text that is no number.
  public static let numberForm = Refusal(violations: [
    Violation(
      field: "phone_number",
      reason: "INVALID_PHONE_NUMBER",
      description: "It is not E.164. Give a plus sign and 7 to 15 digits, as +12015550123."
    )
  ])
}
