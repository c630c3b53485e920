import Telephony

/// What the look-up of a number says beside the address.
public enum LookUpAnswers {
  /// Every reply about an emergency address of a trial carries it (domain.md section 2, trial organizations).
  public static let trialNotice =
    "Trial organization: emergency service is for evaluation only. Emergency calls are not guaranteed and must "
    + "not be placed."

  /// The notice for an organization, empty when there is none.
  public static func notice(for organization: KnownOrganization?) -> String {
    organization?.isTrial == true ? trialNotice : ""
  }

  /// The answer for a number that is assigned to no location, and for one of another tenant.
  public static func numberUnknown(_ number: TelephoneNumber) -> Refusal {
    Refusal(
      .notFound,
      "NUMBER_UNKNOWN",
      "\(number.e164) is no number of a location that you may see. Check it; if it was ordered just now, repeat.",
      metadata: ["phone_number": number.e164]
    )
  }

  /// The answer for a text that is no number.
  public static let numberForm = Refusal(violations: [
    Violation(
      field: "phone_number",
      reason: "INVALID_PHONE_NUMBER",
      description: "It is not E.164. Give a plus sign and 7 to 15 digits, as +12015550123."
    )
  ])

  /// The answer for a location without an address.
  ///
  /// - Parameter kind: `notFound` when the address itself is read, `precondition` when a number needs it.
  public static func addressMissing(_ kind: Refusal.Kind, location: String) -> Refusal {
    Refusal(
      kind,
      "EMERGENCY_ADDRESS_MISSING",
      "\(location) has no emergency address. Give it one with SetLocationAddress.",
      metadata: ["location": location]
    )
  }
}
