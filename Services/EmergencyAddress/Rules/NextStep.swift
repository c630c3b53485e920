extension AddressRecord {
  /// What its step means, who acts, and what comes next.
  public var nextStep: String {
    guard inForce != nil else { return meaning }
    return meaning
      + " Until it is provisioned, emergency calls go to the address that was provisioned before."
  }

  private var meaning: String {
    switch step {
    case .validating:
      "The validator is asked whether the address exists. Trunkline acts; it goes on by itself."
    case .correctionOffered:
      "The validator knows it in another form. Take that over or refuse it with ResolveCorrection."
    case .informationMissing:
      "The country asks for additional information before it is provisioned. Give it with SetAdditionalInformation."
    case .provisioning:
      "The emergency provider has yet to accept it. Trunkline acts; it goes on by itself."
    case .ready where progress == .verified: "Emergency calls are ready, and a test call has shown it."
    case .ready: "Emergency calls are ready. PlaceTestCall shows whether they reach the right place."
    case .rejected: "It is rejected. Give another address."
    case .removed: "It is taken away."
    }
  }
}
