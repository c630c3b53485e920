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
    self.createTime = createTime
    self.updateTime = updateTime
    self.version = version
  }

  /// Whether there is nothing more to do.
  public var isEnded: Bool { phase == .completed || phase == .failed }

  /// The set-up after a step. An outcome of a step that is not the next one changes nothing: it was recorded before.
  public func after(_ outcome: Outcome, now: Instant) -> SetUp {
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
