import Telephony

/// The emergency address of a location, which holds for all its numbers (domain.md section 6).
public struct LocationAddress: Hashable, Sendable {
  /// What an address has passed. "Validated" that cannot be dialed is what users fear, so the steps are apart.
  public enum Progress: Int64, Hashable, Sendable {
    /// Its fields are complete and well-formed.
    case syntax = 1
    /// The validator knows it.
    case validated = 2
    /// The emergency provider accepted it.
    case provisioned = 3
    /// A test call succeeded.
    case verified = 4
  }

  /// Name of the location.
  public let location: String
  /// Where responders go. Personal data.
  public var address: CivicAddress
  /// How far it came.
  public var progress: Progress
  /// When it was given.
  public var updateTime: Instant
  /// 1 for the first address of the location, one more with every change.
  public var version: Int64

  /// Puts together what was stored; nothing is checked.
  public init(
    location: String,
    address: CivicAddress,
    progress: Progress,
    updateTime: Instant,
    version: Int64
  ) {
    self.location = location
    self.address = address
    self.progress = progress
    self.updateTime = updateTime
    self.version = version
  }

  /// `organizations/{organization}/locations/{location}/emergencyAddress`.
  public var name: String { "\(location)/emergencyAddress" }
}
