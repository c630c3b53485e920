import Telephony

/// The request of a gaining carrier for numbers of ours (domain.md section 5).
public struct PortOut: Hashable, Sendable, Codable {
  public enum State: Int, Hashable, Sendable, Codable {
    case waitingForCustomer = 1
    case accepted = 2
    case rejected = 3
    case completed = 4
  }

  /// `organizations/{organization}/portOuts/{port_out}`.
  public let name: String
  /// Id of the organization.
  public let organization: String
  public let numbers: [TelephoneNumber]
  public let gainingCarrier: String
  public let portTime: Instant
  /// Unanswered, it is accepted then.
  public let answerUntil: Instant
  public private(set) var state: State
  /// Reason code of a rejection; empty for none.
  public private(set) var reason = ""
  public let createTime: Instant
  public private(set) var updateTime: Instant
  public private(set) var version: Int64 = 1
  /// Whether the customer has set nothing that a carrier has to name, so that silence is no consent; nil in what was
  /// stored before that made a difference.
  public let isUnprotected: Bool?

  /// - Parameters:
  ///   - isProtected: whether there was anything to check what the carrier named against.
  ///   - rejection: what the check found; nil when nothing is wrong.
  public init(
    name: String,
    organization: String,
    numbers: [TelephoneNumber],
    gainingCarrier: String,
    portTime: Instant,
    answerUntil: Instant,
    isProtected: Bool = true,
    rejection: PortRejection?,
    now: Instant
  ) {
    self.name = name
    self.organization = organization
    self.numbers = numbers
    self.gainingCarrier = gainingCarrier
    self.portTime = portTime
    self.answerUntil = answerUntil
    state = rejection == nil ? .waitingForCustomer : .rejected
    reason = rejection?.rawValue ?? ""
    createTime = now
    updateTime = now
    isUnprotected = !isProtected
  }

  /// When the worker looks at it again.
  public var dueTime: Instant? {
    switch state {
    case .waitingForCustomer: answerUntil
    case .accepted: portTime
    case .rejected, .completed: nil
    }
  }

  public var meaning: String {
    switch state {
    case .waitingForCustomer:
      "\(gainingCarrier) asks for the numbers. Accept or reject it until \(answerUntil); "
        + (isUnprotected == true
          ? "unanswered it is rejected, because nothing was set that a carrier has to name (SetPortOutProtection)."
          : "unanswered it is accepted.")
    case .accepted: "The numbers go to \(gainingCarrier) at \(portTime)."
    case .rejected: "The request was rejected (\(reason)); the numbers stay. \(gainingCarrier) may ask anew."
    case .completed: "The numbers have gone to \(gainingCarrier)."
    }
  }

  /// The request after the customer answered.
  public func answered(accepted: Bool, reason: String, now: Instant) throws(Refusal) -> PortOut {
    guard state == .waitingForCustomer else {
      throw Refusal(
        .precondition,
        "PORT_OUT_ANSWERED",
        "\(name) is answered already, or was rejected by its check.",
        metadata: ["resource": name]
      )
    }
    guard !accepted else { return moved(to: .accepted, "", now) }
    guard let code = PortRejection(rawValue: reason), code.isLawfulForPortOut else {
      let codes = PortRejection.allCases.filter(\.isLawfulForPortOut).map(\.rawValue)
      throw Refusal(violations: [
        Violation(
          field: "reason",
          reason: "REASON_NOT_LAWFUL",
          description: "Numbers may be kept for these reasons only: \(codes.joined(separator: ", "))."
        )
      ])
    }
    return moved(to: .rejected, code.rawValue, now)
  }

  /// The request after what is due was done: accepted without an answer, or its numbers gone. Silence is consent only to
  /// what was checked.
  public func advanced(now: Instant) -> PortOut {
    switch state {
    case .waitingForCustomer where isUnprotected == true:
      moved(to: .rejected, PortRejection.accountNumberMismatch.rawValue, now)
    case .waitingForCustomer: moved(to: .accepted, "", now)
    case .accepted: moved(to: .completed, "", now)
    case .rejected, .completed: self
    }
  }

  /// The request after the inventory would not let the numbers go: they are not the organization's.
  public func refused(now: Instant) -> PortOut {
    state == .accepted ? moved(to: .rejected, PortRejection.tnMismatch.rawValue, now) : self
  }

  private func moved(to state: State, _ reason: String, _ now: Instant) -> PortOut {
    var next = self
    (next.state, next.reason, next.updateTime) = (state, reason, max(now, updateTime))
    next.version += 1
    return next
  }
}

/// What a gaining carrier has to name to get numbers. Personal data.
public struct PortOutProtection: Hashable, Sendable, Codable {
  public var accountNumber: String
  public var pin: String
  public var postalCode: String
  /// Who is told of requests by e-mail; nil in what was stored before anybody could be.
  public var noticeEmails: [String]?

  public init(accountNumber: String, pin: String, postalCode: String, noticeEmails: [String] = []) {
    self.accountNumber = accountNumber
    self.pin = pin
    self.postalCode = postalCode
    self.noticeEmails = noticeEmails
  }

  /// What a request gets wrong; nil when it may go on. Whether the organization is a trial is asked before.
  ///
  /// - Parameter named: what the gaining carrier named.
  public func rejection(named: PortOutProtection) -> PortRejection? {
    if named.accountNumber.isEmpty { return .accountNumberRequired }
    if named.accountNumber != accountNumber { return .accountNumberMismatch }
    if !pin.isEmpty, named.pin != pin { return .invalidPIN }
    if !postalCode.isEmpty, named.postalCode != postalCode { return .postalCodeMismatch }
    return nil
  }
}
