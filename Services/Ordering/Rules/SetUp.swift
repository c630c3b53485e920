import Telephony

/// The set-up of a location: connection, signatory and emergency address, all of it or nothing (design.md section 1).
public struct SetUp: Hashable, Sendable {
  /// What is done next, or how it ended.
  public enum Phase: String, Hashable, Sendable {
    /// The catalog is asked for the connection, with the signatory.
    case connecting
    /// The connection is there; the emergency address is given.
    case addressing
    /// The address was refused; the connection is taken back.
    case reverting
    case completed
    /// Nothing of it is left.
    case failed
  }

  /// What a step came to.
  public enum Outcome: Hashable, Sendable {
    /// - Parameter etag: of the location as it was connected.
    case connected(etag: String)
    case addressed
    case reverted
    /// Repeating it would not help.
    case refused(reason: String, message: String)
    /// What the neighbour knows may be behind what the catalog just accepted.
    case early(reason: String, message: String)
  }

  /// One thing that happened to it.
  public struct Event: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      case created = "CREATED"
      case connected = "CONNECTION_CHOSEN"
      case addressed = "EMERGENCY_ADDRESS_SET"
      case refused = "REFUSED"
      case reverted = "CONNECTION_REVERTED"

      /// The same for people.
      public var description: String {
        switch self {
        case .created: "The set-up was ordered."
        case .connected: "The location got its connection, with the contract signatory."
        case .addressed: "The location got its emergency address."
        case .refused: "A step was refused; what was done is taken back."
        case .reverted: "The connection was taken back."
        }
      }
    }

    public let kind: Kind
    public let time: Instant
    /// Who did it.
    public let principal: String
    /// What was next after that.
    public let phase: Phase

    public init(_ kind: Kind, time: Instant, principal: String, phase: Phase) {
      (self.kind, self.time, self.principal, self.phase) = (kind, time, principal, phase)
    }
  }

  /// How often a refusal is taken for an early one (D): with the pauses between, minutes.
  public static let maximumEarlyRefusals = 12

  /// `organizations/{organization}/setUpOrders/{order}`.
  public let name: String
  /// `organizations/{organization}/locations/{location}`.
  public let location: String
  /// Whether there is an emergency address to give.
  public let hasAddress: Bool
  public private(set) var phase: Phase
  /// Etag of the location as this set-up connected it; empty before.
  public private(set) var locationETag: String
  /// Why it failed, for programs and for people; empty unless it did.
  public private(set) var reason: String
  public private(set) var message: String
  public private(set) var earlyRefusals: Int
  /// What happened, oldest first.
  public private(set) var history: [Event]
  public let createTime: Instant
  public private(set) var updateTime: Instant
  public private(set) var version: Int64

  /// Puts together what was stored, or begins; nothing is checked.
  public init(
    name: String,
    location: String,
    hasAddress: Bool,
    phase: Phase = .connecting,
    locationETag: String = "",
    reason: String = "",
    message: String = "",
    earlyRefusals: Int = 0,
    history: [Event] = [],
    createTime: Instant,
    updateTime: Instant,
    version: Int64 = 1
  ) {
    self.name = name
    self.location = location
    self.hasAddress = hasAddress
    self.phase = phase
    self.locationETag = locationETag
    self.reason = reason
    self.message = message
    self.earlyRefusals = earlyRefusals
    self.history = history
    self.createTime = createTime
    self.updateTime = updateTime
    self.version = version
  }

  /// Whether there is nothing more to do.
  public var isEnded: Bool { phase == .completed || phase == .failed }

  /// A set-up as it begins.
  public static func begun(
    name: String,
    location: String,
    hasAddress: Bool,
    by principal: String,
    now: Instant
  ) -> SetUp {
    SetUp(
      name: name,
      location: location,
      hasAddress: hasAddress,
      history: [Event(.created, time: now, principal: principal, phase: .connecting)],
      createTime: now,
      updateTime: now
    )
  }

  /// The same with what happened to it, which is stored apart.
  public func remembering(_ history: [Event]) -> SetUp {
    var copy = self
    copy.history = history
    return copy
  }

  /// Who must act next; empty for nobody.
  public var nextActor: String { phase.nextActor }

  /// The set-up after a step. An outcome of a step that is not the next one changes nothing: it was recorded before.
  public func after(_ outcome: Outcome, by principal: String, now: Instant) -> SetUp {
    var next = after(outcome, now: now)
    guard next.phase != phase, let kind = outcome.event(endsReverting: phase == .reverting) else {
      return next
    }
    next.history.append(Event(kind, time: next.updateTime, principal: principal, phase: next.phase))
    return next
  }

  private func after(_ outcome: Outcome, now: Instant) -> SetUp {
    switch (phase, outcome) {
    case (.connecting, .connected(let etag)):
      changed(to: hasAddress ? .addressing : .completed, now) { $0.locationETag = etag }
    case (.connecting, .refused(let reason, let message)), (.connecting, .early(let reason, let message)):
      // Nothing was done yet, so there is nothing to take back.
      changed(to: .failed, now) { ($0.reason, $0.message) = (reason, message) }
    case (.addressing, .addressed): changed(to: .completed, now) { _ in }
    case (.addressing, .early) where earlyRefusals < Self.maximumEarlyRefusals:
      changed(to: .addressing, now) { $0.earlyRefusals += 1 }
    case (.addressing, .refused(let reason, let message)), (.addressing, .early(let reason, let message)):
      changed(to: .reverting, now) { ($0.reason, $0.message) = (reason, message) }
    // A location that is gone has no connection to take back.
    case (.reverting, .reverted), (.reverting, .refused): changed(to: .failed, now) { _ in }
    default: self
    }
  }

  private func changed(to phase: Phase, _ now: Instant, _ change: (inout SetUp) -> Void) -> SetUp {
    var changed = self
    change(&changed)
    changed.phase = phase
    changed.updateTime = max(now, updateTime)
    changed.version += 1
    return changed
  }
}

extension SetUp.Phase {
  /// Who must act next; empty for nobody. A set-up that failed is ordered anew.
  public var nextActor: String {
    switch self {
    case .connecting, .addressing, .reverting: "trunkline"
    case .completed: ""
    case .failed: "customer"
    }
  }
}

extension SetUp.Outcome {
  fileprivate func event(endsReverting: Bool) -> SetUp.Event.Kind? {
    switch self {
    case .connected: .connected
    case .addressed: .addressed
    case .reverted: .reverted
    case .refused, .early: endsReverting ? .reverted : .refused
    }
  }
}
