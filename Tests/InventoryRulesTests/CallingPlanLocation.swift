import Telephony

extension ServiceNumberAccess {
  /// A location with the calling plan, of a paying customer with one licence.
  static let callingPlan = ServiceNumberAccess(
    location: LocationFacts(countryCode: "US", connection: .callingPlan),
    organization: OrganizationFacts(accountType: .paid, outboundCallingPlans: 1),
    isSupported: true
  )
}
