import Telephony

/// What an address has passed. "Validated" that cannot be dialed is what users fear, so the steps are apart
/// (domain.md section 6). The values are those of the API's enum.
public enum AddressProgress: Int64, Comparable, Hashable, Sendable {
  /// Its fields are complete and well-formed.
  case syntax = 1
  /// The validator knows it.
  case validated = 2
  /// The emergency provider accepted it.
  case provisioned = 3
  /// A test call succeeded.
  case verified = 4

  /// Orders by how far it came.
  public static func < (left: AddressProgress, right: AddressProgress) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// What an address waits for. The values are those of the API's enum.
public enum AddressStep: Int64, CaseIterable, Hashable, Sendable {
  /// The validator's answer.
  case validating = 1
  /// The customer's word on the corrected form.
  case correctionOffered = 2
  /// The additional information from the customer (Australia and New Zealand).
  case informationMissing = 3
  /// The emergency provider's answer.
  case provisioning = 4
  /// Nothing: emergency calls can be placed.
  case ready = 5
  /// Another address from the customer.
  case rejected = 6
  /// Nothing: it is taken away.
  case removed = 7
}

/// What was done to an address. The values are those of the API's enum.
public enum AddressAction: Int64, CaseIterable, Hashable, Sendable {
  case given = 1
  case validated = 2
  case correctionOffered = 3
  case correctionAccepted = 4
  case correctionRefused = 5
  case informationGiven = 6
  case provisioned = 7
  case rejected = 8
  case verified = 9
  case removed = 10
  case numberReleased = 11
}

/// What holds of an address: that which was given, or the one before it that was provisioned.
public struct AddressInForce: Hashable, Sendable {
  /// Where responders go. Personal data.
  public var address: CivicAddress
  /// What responders must know beside it. Personal data.
  public var information: String
  public var progress: AddressProgress

  public init(address: CivicAddress, information: String, progress: AddressProgress) {
    (self.address, self.information, self.progress) = (address, information, progress)
  }
}

/// An emergency address as one change left it. The records of a subject, one after the other, are its history.
public struct AddressRecord: Hashable, Sendable {
  public let subject: AddressSubject
  /// 1 for the first record of the subject, one more with every change.
  public var version: Int64
  /// One more with every address or information that is given: it names what the provider is asked about.
  public var revision: Int64
  /// Where responders go; empty once it is taken away. Personal data.
  public var address: CivicAddress
  /// What responders must know beside it. Personal data.
  public var information: String
  /// The form that the validator offers.
  public var correction: CivicAddress?
  /// What was provisioned before, until this address is: the emergency provider sends responders there. Nil when there was
  /// none, and when this one is provisioned.
  public var inForce: AddressInForce?
  public var progress: AddressProgress
  public var step: AddressStep
  /// The code with which it was rejected; empty unless it is.
  public var rejection: String
  /// What the change was.
  public var action: AddressAction
  /// Who made it.
  public var principal: String
  public var time: Instant

  /// Puts together what was stored; nothing is checked.
  public init(
    subject: AddressSubject,
    version: Int64,
    revision: Int64,
    address: CivicAddress,
    information: String = "",
    correction: CivicAddress? = nil,
    inForce: AddressInForce? = nil,
    progress: AddressProgress,
    step: AddressStep,
    rejection: String = "",
    action: AddressAction,
    principal: String,
    time: Instant
  ) {
    self.subject = subject
    self.version = version
    self.revision = revision
    self.address = address
    self.information = information
    self.correction = correction
    self.inForce = inForce
    self.progress = progress
    self.step = step
    self.rejection = rejection
    self.action = action
    self.principal = principal
    self.time = time
  }

  /// Whether there is an address.
  public var isHeld: Bool { step != .removed }

  /// What holds: a newer address displaces one that is provisioned only when it is provisioned itself.
  public var holding: AddressInForce {
    inForce ?? AddressInForce(address: address, information: information, progress: progress)
  }

  /// Whether the emergency provider has accepted what holds: calls before that may not reach the right place.
  public var isReady: Bool { isHeld && holding.progress >= .provisioned }
}
