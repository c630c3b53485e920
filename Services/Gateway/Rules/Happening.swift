import Telephony

/// Something that happened to a resource of an organization, as it is told to the outside: what and where, and nothing
/// personal.
public struct Happening: Hashable, Sendable {
  /// Id of the organization; empty when all are told.
  public let organization: String
  /// Number of the kind in the API.
  public let kind: Int
  /// Name of the resource; the events of one come in order. Empty when all are told.
  public let resource: String
  public let location: String
  public let state: String
  public let reason: String
  /// E.164.
  public let phoneNumbers: [String]
  public let time: Instant

  public init(
    organization: String,
    kind: Int,
    resource: String,
    location: String = "",
    state: String = "",
    reason: String = "",
    phoneNumbers: [String] = [],
    time: Instant
  ) {
    self.organization = organization
    self.kind = kind
    self.resource = resource
    self.location = location
    self.state = state
    self.reason = reason
    self.phoneNumbers = phoneNumbers
    self.time = time
  }
  /// The same as one organization is told it.
  public func told(to organization: String) -> Happening {
    guard self.organization.isEmpty else { return self }
    return Happening(
      organization: organization,
      kind: kind,
      resource: "organizations/\(organization)",
      reason: reason,
      time: time
    )
  }
}
