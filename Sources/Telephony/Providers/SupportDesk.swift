/// Somebody who helps, for one purpose (domain.md section 8, support directory).
public struct SupportDesk: Hashable, Sendable {
  /// Such as `PTS`.
  public var code: String
  public var displayName: String
  public var purpose: String
  public var contacts: [SupportContact]
  public var source: RuleSource

  public init(
    code: String,
    displayName: String,
    purpose: String,
    contacts: [SupportContact],
    source: RuleSource
  ) {
    self.code = code
    self.displayName = displayName
    self.purpose = purpose
    self.contacts = contacts
    self.source = source
  }
}

/// Where a desk is reached from a region.
public struct SupportContact: Hashable, Sendable {
  /// Regions of the world from which desks are reached.
  public enum WorldRegion: String, Hashable, Sendable, CaseIterable {
    case americas = "AMERICAS"
    case europe = "EMEA"
    case asiaPacific = "APJC"
  }

  public var region: WorldRegion
  /// E.164; empty for none, as the two below.
  public var phoneNumber: String
  public var email: String
  public var uri: String
  /// When somebody answers.
  public var hours: String

  public init(region: WorldRegion, phoneNumber: String, email: String, uri: String, hours: String) {
    self.region = region
    self.phoneNumber = phoneNumber
    self.email = email
    self.uri = uri
    self.hours = hours
  }
}
