import Telephony

/// An emergency provider that decides by the first word of the street, so that every outcome can be had on demand.
public enum SimulatedEmergencyProvider {
  /// How it deals with an address.
  public enum Behavior: String, Hashable, Sendable, CaseIterable {
    /// Takes it at once.
    case accept = "any other"
    /// Knows it in another form.
    case correct = "Correction"
    /// Does not know it.
    case reject = "Rejected"
    /// Knows it, and does not serve it.
    case refuse = "Refused"
    /// Answers after a second.
    case answerLater = "Later"
    /// Answers later, and twice.
    case answerTwice = "Twice"
    /// Takes the task and never answers.
    case neverAnswer = "Silent"
    /// Is out of order.
    case outage = "Outage"
    /// Takes it, and sends responders elsewhere.
    case misroute = "Misrouted"
  }

  /// What it says in the end.
  public enum Verdict: Hashable, Sendable {
    case accepted
    case corrected(CivicAddress)
    case rejected(reason: String)
  }

  /// How long answers take that come later.
  public static let delay = Duration.seconds(1)

  public static func behavior(_ address: CivicAddress) -> Behavior {
    let word = address.street.split(separator: " ").first.map(String.init) ?? ""
    return Behavior.allCases.first { $0 != .accept && $0.rawValue == word } ?? .accept
  }

  /// - Parameter isProvisioning: whether it is to serve the address; else only to say whether it exists.
  public static func verdict(_ address: CivicAddress, isProvisioning: Bool) -> Verdict {
    switch behavior(address) {
    case .correct:
      var form = address
      form.street = "Corrected" + address.street.dropFirst(Behavior.correct.rawValue.count)
      return .corrected(form)
    case .reject: return .rejected(reason: "ADDRESS_NOT_FOUND")
    case .refuse: return isProvisioning ? .rejected(reason: "OUT_OF_SERVICE_AREA") : .accepted
    case .accept, .answerLater, .answerTwice, .neverAnswer, .outage, .misroute: return .accepted
    }
  }

  /// The rules for people.
  public static var explanation: String {
    """
    The first word of an emergency address's street decides what the emergency provider says, always the same:
      Correction  knows the address as "Corrected …"
      Rejected    does not know it, ADDRESS_NOT_FOUND
      Refused     knows it, and does not serve it, OUT_OF_SERVICE_AREA
      Later       answers after \(delay.components.seconds) second
      Twice       answers after \(delay.components.seconds) second, twice
      Silent      never answers
      Outage      the provider is out of order: the call fails with UNAVAILABLE
      Misrouted   takes it, but test calls lead elsewhere
      else        takes it at once
    A test call from a number that was not added to the address's subject is refused, NUMBER_NOT_SERVED.
    """
  }
}
