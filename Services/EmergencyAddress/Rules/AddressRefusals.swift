import Telephony

extension Refusal {
  /// The answer for a subject that is absent, and for one of another tenant.
  public static func subjectUnknown(_ subject: AddressSubject) -> Refusal {
    guard subject.isLocation else { return .resourceNotFound(subject.path) }
    return Refusal(
      .notFound,
      "LOCATION_UNKNOWN",
      "There is no \(subject.path) that you may see. Check the name; if it was made just now, repeat the call.",
      metadata: ["resource": subject.path]
    )
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

  /// The answer for a subject without an address.
  ///
  /// - Parameter kind: `notFound` when the address itself is meant, `precondition` when a number needs it.
  public static func addressMissing(_ subject: AddressSubject, kind: Kind = .notFound) -> Refusal {
    let method = if case .location = subject { "SetLocationAddress" } else { "SetCustomAddress" }
    return Refusal(
      kind,
      "EMERGENCY_ADDRESS_MISSING",
      "\(subject.path) has no emergency address. Give it one with \(method).",
      metadata: [subject.isLocation ? "location" : "subject": subject.path]
    )
  }

  static func nothingToFallBackTo(_ number: TelephoneNumber, _ location: String) -> Refusal {
    Refusal(
      .precondition,
      "EMERGENCY_ADDRESS_MISSING",
      "\(number.e164) would be left without an emergency address, because \(location) has none. Give it one with "
        + "SetLocationAddress first.",
      metadata: ["location": location, "phone_number": number.e164]
    )
  }

  static func addressInUse(_ subject: AddressSubject, _ uses: [TelephoneNumber]) -> Refusal {
    let first = uses.prefix(10).map(\.e164)
    let more = uses.count > first.count ? " and \(uses.count - first.count) more" : ""
    return Refusal(
      .precondition,
      "EMERGENCY_ADDRESS_IN_USE",
      "\(first.joined(separator: ", "))\(more) use it. Move or release them, or give them addresses of their own; "
        + "ListAddressUses names all. To correct the address, set it anew.",
      metadata: ["uses": first.joined(separator: ","), "use_count": "\(uses.count)"]
    )
  }

  public static func addressChanged(_ subject: AddressSubject) -> Refusal {
    Refusal(
      .aborted,
      "ADDRESS_CHANGED",
      "\(subject.addressName) has changed since it was read. Read it again and decide anew.",
      metadata: ["resource": subject.addressName]
    )
  }

  static func noCorrection(_ subject: AddressSubject) -> Refusal {
    Refusal(
      .precondition,
      "NO_CORRECTION_OFFERED",
      "No corrected form of \(subject.addressName) is offered. Read the address to see what it waits for."
    )
  }

  static func notProvisioned(_ record: AddressRecord) -> Refusal {
    Refusal(
      .precondition,
      "NOT_PROVISIONED",
      "The emergency provider has not accepted \(record.subject.addressName) yet. \(record.nextStep)",
      metadata: ["resource": record.subject.addressName]
    )
  }

  /// The answer when a test call ended elsewhere.
  public static func testCallFailed(_ record: AddressRecord) -> Refusal {
    Refusal(
      .precondition,
      "TEST_CALL_FAILED",
      "The test call did not lead to the address of \(record.subject.path). Give the address anew; if it fails "
        + "again, ask technical support.",
      metadata: ["resource": record.subject.addressName]
    )
  }

  /// The answer when the emergency provider does not know a number.
  public static func numberNotServed(_ number: TelephoneNumber) -> Refusal {
    Refusal(
      .precondition,
      "NUMBER_NOT_SERVED",
      "The emergency provider does not know \(number.e164) yet. It is told again; repeat the call in a moment, and ask "
        + "technical support when it stays so.",
      metadata: ["phone_number": number.e164]
    )
  }

  static func countryNotSupported(_ country: String) -> Refusal {
    Refusal(
      .precondition,
      "COUNTRY_NOT_SUPPORTED",
      "The catalog has told no rules of addresses in \(country). Repeat the call in a moment; "
        + "if it fails again, have the country added to the catalog.",
      metadata: ["country": country]
    )
  }

  static func outboundCallingPlanRequired(_ organization: KnownOrganization) -> Refusal {
    Refusal(
      .precondition,
      "OUTBOUND_CALLING_PLAN_REQUIRED",
      "organizations/\(organization.id) has no committed outbound calling plan. Have its operator license one.",
      metadata: ["organization": "organizations/\(organization.id)"]
    )
  }
}

extension Violation {
  static func countryMismatch(_ country: String) -> Violation {
    Violation(
      field: "address.country_code",
      reason: "ADDRESS_COUNTRY_MISMATCH",
      description: "The location is in \(country). Give an address there, or use a location of that country."
    )
  }

  static let informationForm = Violation(
    field: "additional_information",
    reason: "INVALID_TEXT",
    description: "It is longer than 400 characters or holds control characters. Shorten or retype it."
  )
}

extension AddressSubject {
  fileprivate var isLocation: Bool { if case .location = self { true } else { false } }
}
