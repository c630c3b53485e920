/// What numbers may not be used for, or what does not work with them (domain.md section 2). Which hold is a rule of each
/// country.
public enum UseLimit: String, Hashable, Sendable, CaseIterable {
  case notForContactCenters = "NOT_FOR_CONTACT_CENTERS"
  case notForResale = "NOT_FOR_RESALE"
  case noX11But911 = "NO_X11_BUT_911"
  case someDestinationsClosed = "SOME_DESTINATIONS_CLOSED"
  case callerNameMayDiffer = "CALLER_NAME_MAY_DIFFER"

  /// The same for people.
  ///
  /// - Parameter isService: whether the numbers are service numbers, which take more calls at a time.
  public func text(isService: Bool) -> String {
    switch self {
    case .notForContactCenters:
      isService
        ? "Service numbers take hundreds of calls at a time, but are not for contact-center platforms, for traffic of "
          + "high volume, or for unusually short or long calls."
        : "The numbers are for people of the organization: not for contact-center platforms, for traffic of high volume "
          + "or concurrency, or for unusually short or long calls."
    case .notForResale: "They may not be leased or resold."
    case .noX11But911: "X11 services other than 911 are not supported."
    case .someDestinationsClosed:
      "Some premium and international destinations are closed; ask for them by a support case."
    case .callerNameMayDiffer: "The caller name that is shown may differ from the one that was asked for."
    }
  }
}
