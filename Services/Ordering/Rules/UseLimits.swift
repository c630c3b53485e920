/// What numbers may not be used for, which is stated with every offer (domain.md section 2).
public enum UseLimits {
  /// One limit each, for people.
  public static let texts = [
    "The numbers are for people of the organization: not for contact-center platforms, for traffic of high volume or "
      + "concurrency, or for unusually short or long calls. Service numbers take hundreds of calls at a time.",
    "They may not be leased or resold.",
    "In the US and Canada, X11 services other than 911 are not supported.",
    "Some premium and international destinations are closed; ask for them by a support case.",
    "The caller name that is shown may differ from the one that was asked for.",
  ]
}
