import Telephony

/// A port as the simulated carrier has it. All of it goes to and fro in the reference, so that the carrier forgets
/// nothing when its process ends.
public struct SimulatedPort: Hashable, Sendable, Codable {
  /// What a submission says, as far as the carrier compares it with the one before.
  public struct Submission: Hashable, Sendable {
    public var numbers: [TelephoneNumber]
    public var submitTime: Instant
    public var desiredTime: Instant
    /// What was given, by the name of the field.
    public var fields: [Field: String]

    public init(
      numbers: [TelephoneNumber],
      submitTime: Instant,
      desiredTime: Instant,
      fields: [Field: String]
    ) {
      self.numbers = numbers
      self.submitTime = submitTime
      self.desiredTime = desiredTime
      self.fields = fields
    }
  }

  public enum Field: String, Hashable, Sendable, Codable, CaseIterable {
    case accountNumber, pin, billingNumber, name, company, address, bill, letter, type, time
  }

  /// Milliseconds since 1970, as everything here: short.
  private var begun: Int64
  private var desired: Int64
  private var fingerprints: [String: String]
  private var rejection: String?
  private var rejected: [UInt64]
  /// Codes whose cause has been mended.
  private var mended: [String]
  private var isSilent: Bool
  /// Whether it says that the carrier behind it is silent, before it goes on.
  private var isUnresponsive: Bool
  private var isLate: Bool
  private var calledOff: Int64?
  private var hasGroups: Bool
  /// Whether it tells everything twice, and whether it tells what happened last first.
  public private(set) var isRepeated: Bool
  public private(set) var isReversed: Bool

  private static let hour: Int64 = 3_600_000
  private static let silence = 10 * 24 * hour
  private static let week = 7 * 24 * hour

  public init(
    _ submission: Submission,
    after previous: SimulatedPort?,
    _ behaviors: (TelephoneNumber) -> Behavior
  ) {
    begun = submission.submitTime.milliseconds
    desired = submission.desiredTime.milliseconds
    fingerprints = Dictionary(
      uniqueKeysWithValues: submission.fields.map { ($0.key.rawValue, Fingerprint.of($0.value)) }
    )
    (rejection, rejected, calledOff, hasGroups) = (nil, [], nil, false)
    mended = previous?.mended ?? []
    let known = submission.numbers.map { ($0, behaviors($0)) }
    isUnresponsive = previous == nil && known.contains { $0.1 == .isUnresponsive }
    isSilent = isUnresponsive || previous == nil && known.contains { $0.1 == .isSilent }
    isLate = known.contains { $0.1 == .namesLateDate }
    isRepeated = known.contains { $0.1 == .repeatsItself }
    isReversed = known.contains { $0.1 == .isOutOfOrder }
    noteMended(previous)
    reject(known)
  }

  private mutating func noteMended(_ previous: SimulatedPort?) {
    guard let previous, let code = previous.rejection ?? previous.expiry else { return }
    let field = Self.field(of: code)
    let isMended = field.map { fingerprints[$0.rawValue] != previous.fingerprints[$0.rawValue] } ?? true
    if isMended { mended.append(code) }
  }

  /// Numbers that the day passed for have no rejection of their own: another date mends them.
  private var expiry: String? { calledOff == nil ? "FOC_EXPIRED" : nil }

  private mutating func reject(_ known: [(TelephoneNumber, Behavior)]) {
    for (number, behavior) in known {
      guard case .rejects(let code) = behavior, !mended.contains(code) else { continue }
      (rejection, rejected) = (code, [number.digits])
      return
    }
    let parities = Set(known.map { $0.0.digits % 2 })
    guard parities.count > 1, known.contains(where: { $0.1 == .demandsSplit }) else { return }
    (rejection, rejected, hasGroups) = ("MULTIPLE_BTNS", known.map(\.0.digits), true)
  }

  /// What has to change before a port is not rejected with the code again; nil when nothing has to, or numbers.
  private static func field(of code: String) -> Field? {
    switch code {
    case "ACCOUNT_NUMBER_MISMATCH", "ACCOUNT_NUMBER_REQUIRED": .accountNumber
    case "ACCOUNT_NAME_MISMATCH": .name
    case "BTN_MISMATCH": .billingNumber
    case "COMPANY_NAME_MISMATCH": .company
    case "FOC_REJECTED", "FOC_EXPIRED": .time
    case "INVALID_PIN": .pin
    case "SERVICE_ADDRESS_MISMATCH", "POSTAL_CODE_MISMATCH": .address
    case "BILL_INVALID": .bill
    case "LOA_INVALID": .letter
    case "PORT_TYPE_INCORRECT": .type
    default: nil
    }
  }
}

// MARK: - What happens to it
extension SimulatedPort {
  public enum Event: Hashable, Sendable {
    case accepted
    /// - Parameter groups: numbers that belong together, when it wants an order for each group.
    case rejected(code: String, numbers: [UInt64], groups: [[UInt64]])
    case confirmed(Instant)
    case calledOff
  }

  /// When something happens, what, and its revision.
  public struct Update: Hashable, Sendable {
    public let revision: Int
    public let time: Instant
    public let event: Event
  }

  private var firmTime: Instant { Instant(milliseconds: desired + (isLate ? Self.week : 0)) }

  private var schedule: [Update] {
    let start = begun + (isSilent ? Self.silence : 0)
    if let calledOff {
      return [Update(revision: 1, time: Instant(milliseconds: calledOff), event: .calledOff)]
    }
    let first = Instant(milliseconds: start + Self.hour)
    if let rejection {
      let groups = hasGroups ? [0, 1].map { parity in rejected.filter { $0 % 2 == parity } } : []
      let event = Event.rejected(code: rejection, numbers: rejected, groups: groups)
      return [Update(revision: 1, time: first, event: event)]
    }
    let silence = Event.rejected(code: "CARRIER_UNRESPONSIVE", numbers: [], groups: [])
    let told = Update(revision: 1, time: Instant(milliseconds: begun + Self.hour), event: silence)
    let confirmed = Instant(milliseconds: start + 4 * Self.hour)
    return (isUnresponsive ? [told] : []) + [
      Update(revision: 2, time: first, event: .accepted),
      Update(revision: 3, time: confirmed, event: .confirmed(firmTime)),
    ]
  }

  /// What has happened until now.
  public func updates(until now: Instant) -> [Update] { schedule.filter { $0.time <= now } }

  /// When something happens next.
  public func nextTime(after now: Instant) -> Instant? { schedule.map(\.time).filter { $0 > now }.min() }

  /// The port with another date.
  public func rescheduled(to time: Instant, asked: Instant) -> SimulatedPort {
    var port = self
    (port.desired, port.begun) = (time.milliseconds, asked.milliseconds)
    (port.isSilent, port.isUnresponsive, port.isLate) = (false, false, false)
    port.mended.append("FOC_EXPIRED")
    return port
  }

  public func calledOff(asked: Instant) -> SimulatedPort {
    var port = self
    port.calledOff = asked.milliseconds
    return port
  }

  /// Why a number is not let go; empty when it is.
  public func activation(of number: TelephoneNumber, _ behavior: Behavior, now: Instant) -> String {
    guard calledOff == nil, rejection == nil, now >= firmTime else { return "FOC_REJECTED" }
    switch behavior {
    case .letsDateExpire where !mended.contains("FOC_EXPIRED"): return "FOC_EXPIRED"
    case .failsActivation: return "TN_NOT_PORTABLE"
    default: return ""
    }
  }
}

/// FNV-1a: short, and the same in every process.
enum Fingerprint {
  static func of(_ text: String) -> String {
    let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return String(hash, radix: 36)
  }
}
