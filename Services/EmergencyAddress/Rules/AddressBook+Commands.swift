import Telephony

// What callers want. Each decides by the book and changes nothing in it.
extension AddressBook {
  /// The record of an address that is given, or why not: every wrong field at once.
  ///
  /// - Parameter countryField: names the country of a user's address, which has no location to take it from.
  public func giving(
    _ address: CivicAddress,
    information: String,
    to subject: AddressSubject,
    by author: AddressAuthor
  ) throws(Refusal) -> AddressRecord {
    let country = try country(of: subject, address)
    guard let rules = rules[country] else { throw .countryNotSupported(country) }
    let violations = violations(address, country, rules) + Self.violations(information: information)
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    try checkLicence(subject)
    return .given(address, information: information, to: subject, after: records[subject], by: author)
  }

  /// Refuses what an organization without a licence may not do (domain.md section 2).
  public func checkLicence(_ subject: AddressSubject) throws(Refusal) {
    guard let organization = organizations[subject.organization] else { throw .subjectUnknown(subject) }
    guard organization.mayUseCallingPlan else { throw .outboundCallingPlanRequired(organization) }
  }

  private func country(of subject: AddressSubject, _ address: CivicAddress) throws(Refusal) -> String {
    switch subject {
    case .location(let name):
      guard let place = place(named: name), !place.location.countryCode.isEmpty else {
        throw .subjectUnknown(subject)
      }
      return place.location.countryCode
    case .number(let number, let organization):
      guard let place = place(of: number), place.organization == organization else {
        throw .numberUnknown(number)
      }
      return place.location.countryCode
    case .user:
      guard !address.countryCode.isEmpty else {
        throw Refusal(violations: [.required("address.country_code", "the country, such as US")])
      }
      return address.countryCode
    }
  }

  private func violations(_ address: CivicAddress, _ country: String, _ rules: AddressRules) -> [Violation] {
    // The forms of another country would only confuse.
    guard address.countryCode.isEmpty || address.countryCode == country else {
      return [.countryMismatch(country)]
    }
    return address.syntaxViolations(rules: rules, path: "address")
  }

  private static func violations(information: String) -> [Violation] {
    let isWrong =
      information.count > 400 || information.unicodeScalars.contains { $0.value < 32 && $0 != "\n" }
    return isWrong ? [.informationForm] : []
  }

  /// Takes an address away. No number may be left without one by it (domain.md section 6).
  public func removing(_ subject: AddressSubject, by author: AddressAuthor) throws(Refusal) -> AddressRecord {
    guard let record = try held(subject).removed(.removed, by: author) else { throw .addressMissing(subject) }
    let uses = uses(of: subject)
    if case .location = subject {
      guard uses.isEmpty else { throw .addressInUse(subject, uses) }
      return record
    }
    for number in uses {
      guard effective(number, without: subject) != nil else {
        throw .nothingToFallBackTo(number, place(of: number)?.location.name ?? "")
      }
    }
    return record
  }

  /// Gives additional information.
  public func informing(
    _ subject: AddressSubject,
    _ information: String,
    by author: AddressAuthor
  ) throws(Refusal) -> AddressRecord {
    let record = try held(subject)
    var violations = Self.violations(information: information)
    if information.allSatisfy(\.isWhitespace) {
      violations.append(.required("additional_information", "what responders must know beside the address"))
    }
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    try checkLicence(subject)
    guard let next = record.informed(information, rules: rules[record.address.countryCode], by: author) else {
      throw .addressMissing(subject)
    }
    return next
  }

  /// Takes a corrected form over, or refuses it.
  ///
  /// - Parameter version: of the record whose correction the caller has read; 0 when it does not matter.
  public func resolving(
    _ subject: AddressSubject,
    version: Int64,
    accept: Bool,
    by author: AddressAuthor
  ) throws(Refusal) -> AddressRecord {
    let record = try held(subject)
    guard version == 0 || version == record.version else { throw .addressChanged(subject) }
    let next =
      accept
      ? record.correctionAccepted(rules: rules[record.address.countryCode], by: author)
      : record.correctionRefused(by: author)
    guard let next else { throw .noCorrection(subject) }
    return next
  }

  /// The address that a test call from a number would verify.
  public func testable(_ number: TelephoneNumber) throws(Refusal) -> AddressRecord {
    guard let place = place(of: number) else { throw .numberUnknown(number) }
    guard let record = effective(number)?.record else {
      throw .addressMissing(.location(place.location.name), kind: .precondition)
    }
    guard record.isReady else { throw .notProvisioned(record) }
    return record
  }

  /// What follows from a test call that succeeded; nil when the address has changed since.
  public func verifying(_ tested: AddressRecord, by author: AddressAuthor) -> AddressRecord? {
    guard let record = records[tested.subject], record.isReady,
      record.holding.address == tested.holding.address
    else { return nil }
    return record.verified(by: author)
  }

  /// What follows from an answer of the provider; nil when it is of no concern any more.
  public func answering(
    _ answer: ProviderAnswer,
    to task: ProviderTask,
    by author: AddressAuthor
  ) -> AddressRecord? {
    guard let record = records[task.subject], record.revision == task.revision else { return nil }
    return record.answered(answer, to: task.kind, rules: rules[record.address.countryCode], by: author)
  }

  private func held(_ subject: AddressSubject) throws(Refusal) -> AddressRecord {
    guard let record = records[subject], record.isHeld else { throw .addressMissing(subject) }
    return record
  }
}
