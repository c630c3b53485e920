/// What is known of an organization from the catalog's events.
public struct KnownOrganization: Hashable, Sendable {
  public var id: String
  /// Whether it is a trial.
  public var isTrial: Bool
  /// Committed outbound calling plan licences.
  public var outboundCallingPlans: Int
  /// `partners/{partner}` that may act for it; empty for nobody.
  public var managingPartner: String

  /// Takes what an event says.
  public init(id: String, isTrial: Bool, outboundCallingPlans: Int, managingPartner: String = "") {
    self.id = id
    self.isTrial = isTrial
    self.outboundCallingPlans = outboundCallingPlans
    self.managingPartner = managingPartner
  }

  /// Whether emergency addresses are open to it: a trial needs no licence, a paying customer one committed
  /// outbound calling plan (domain.md section 2).
  var mayUseCallingPlan: Bool { isTrial || outboundCallingPlans > 0 }
}

/// What is known of a location from the catalog's events.
public struct KnownLocation: Hashable, Sendable {
  /// `organizations/{organization}/locations/{location}`.
  public var name: String
  /// ISO 3166-1 alpha-2 code of its country.
  public var countryCode: String

  /// Takes what an event says.
  public init(name: String, countryCode: String) {
    self.name = name
    self.countryCode = countryCode
  }

  /// Id of its organization.
  public var organization: String {
    name.split(separator: "/").dropFirst().first.map(String.init) ?? ""
  }
}
