import Telephony

/// Who changes an address, and when.
public struct AddressAuthor: Hashable, Sendable {
  public var principal: String
  public var time: Instant

  public init(principal: String, time: Instant) {
    self.principal = principal
    self.time = time
  }
}

/// What the validator or the emergency provider says of an address.
public enum ProviderAnswer: Hashable, Sendable {
  case accepted
  /// The form in which it is known.
  case corrected(CivicAddress)
  /// The provider's code.
  case rejected(reason: String)
}

// The life of an address: each function gives the record that follows, or nil when that cannot follow.
extension AddressRecord {
  /// The first record of an address that is given, whatever was there before.
  static func given(
    _ address: CivicAddress,
    information: String,
    to subject: AddressSubject,
    after before: AddressRecord?,
    by author: AddressAuthor
  ) -> AddressRecord {
    AddressRecord(
      subject: subject,
      version: (before?.version ?? 0) + 1,
      revision: (before?.revision ?? 0) + 1,
      address: address,
      information: information,
      inForce: before.flatMap { $0.isReady ? $0.holding : nil },
      progress: .syntax,
      step: .validating,
      action: .given,
      principal: author.principal,
      time: author.time
    )
  }

  private func next(
    _ action: AddressAction,
    _ step: AddressStep,
    _ author: AddressAuthor,
    _ change: (inout AddressRecord) -> Void = { _ in }
  ) -> AddressRecord {
    var record = self
    (record.version, record.action, record.step) = (version + 1, action, step)
    (record.principal, record.time) = (author.principal, author.time)
    (record.correction, record.rejection) = (nil, "")
    change(&record)
    return record
  }

  /// Only a validated address is provisioned, and where information is asked for only with it (domain.md section 6).
  private func stepAfterValidation(_ rules: AddressRules?) -> AddressStep {
    rules?.needsInformation == true && information.isEmpty ? .informationMissing : .provisioning
  }

  /// What follows from an answer to a task about this revision; nil when the record does not wait for it, as when the
  /// answer comes twice.
  func answered(
    _ answer: ProviderAnswer,
    to task: ProviderTask.Kind,
    rules: AddressRules?,
    by author: AddressAuthor
  ) -> AddressRecord? {
    switch (task, step, answer) {
    case (.validate, .validating, .accepted):
      next(.validated, stepAfterValidation(rules), author) { $0.progress = .validated }
    case (.validate, .validating, .corrected(let form)):
      next(.correctionOffered, .correctionOffered, author) { $0.correction = form }
    case (.provision, .provisioning, .accepted):
      next(.provisioned, .ready, author) { ($0.progress, $0.inForce) = (.provisioned, nil) }
    // A provider that knows another form has not taken this one.
    case (.provision, .provisioning, .corrected(let form)):
      next(.correctionOffered, .correctionOffered, author) { record in
        (record.correction, record.progress) = (form, .syntax)
      }
    case (.validate, .validating, .rejected(let reason)), (.provision, .provisioning, .rejected(let reason)):
      next(.rejected, .rejected, author) { $0.rejection = reason }
    default: nil
    }
  }

  /// The corrected form in the place of the given one: the validator knows it.
  func correctionAccepted(rules: AddressRules?, by author: AddressAuthor) -> AddressRecord? {
    guard step == .correctionOffered, let correction else { return nil }
    return next(.correctionAccepted, stepAfterValidation(rules), author) { record in
      (record.address, record.progress, record.revision) = (correction, .validated, revision + 1)
    }
  }

  func correctionRefused(by author: AddressAuthor) -> AddressRecord? {
    guard step == .correctionOffered else { return nil }
    return next(.correctionRefused, .rejected, author) { $0.rejection = "CORRECTION_REFUSED" }
  }

  /// With other information; what was provisioned without it is provisioned anew, and holds until then.
  func informed(_ information: String, rules: AddressRules?, by author: AddressAuthor) -> AddressRecord? {
    guard isHeld else { return nil }
    var record = self
    record.information = information
    let isPast = progress >= .validated && step != .rejected
    return record.next(.informationGiven, isPast ? record.stepAfterValidation(rules) : step, author) { next in
      (next.correction, next.rejection) = (correction, rejection)
      guard isPast else { return }
      if isReady { next.inForce = holding }
      (next.progress, next.revision) = (.validated, revision + 1)
    }
  }

  /// A test call reached what holds.
  func verified(by author: AddressAuthor) -> AddressRecord? {
    guard isReady else { return nil }
    return next(.verified, step, author) { next in
      (next.correction, next.rejection) = (correction, rejection)
      if next.inForce == nil { next.progress = .verified } else { next.inForce?.progress = .verified }
    }
  }

  func removed(_ action: AddressAction, by author: AddressAuthor) -> AddressRecord? {
    guard isHeld else { return nil }
    return next(action, .removed, author) { record in
      (record.address, record.information, record.progress) = (CivicAddress(), "", .syntax)
      record.inForce = nil
    }
  }
}
