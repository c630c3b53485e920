import Messages
import PortingRules
import PortingStore
import ServiceKit
import Storage
import Telephony

/// What a caller asks to be ported, and to where.
struct AskedDraft: Sendable {
  let organization: String
  private let message: PortingV1.PortOrder
  /// What was filled in once for orders like this one.
  private let filled: FilledInGroup?

  init(organization: String, _ message: PortingV1.PortOrder, _ filled: FilledInGroup?) {
    var message = message
    if let filled { message.details = filled.completing(message.details) }
    (self.organization, self.message, self.filled) = (organization, message, filled)
  }

  var location: String { message.location }
  var phoneNumbers: [String] { message.numbers.map(\.phoneNumber) }

  func wish(_ rules: PortingRules) -> PortWish { PortWish(message, rules: rules) }

  /// The documents that were filled in once.
  func documents(_ table: PortDocumentTable) throws -> [GivenDocument] { try filled?.given(table) ?? [] }

  func checked(in transaction: Transaction) throws -> LocationFacts {
    let site = try CatalogTables(transaction).location(location)
    var check = PortOrderCheck(
      organizationID: organization,
      location: location,
      locationField: "port_order.location",
      phoneNumbers: phoneNumbers,
      organization: try CatalogTables(transaction).organization("organizations/\(organization)"),
      site: site
    )
    check.formProblems = PortWish.formViolations(message, path: "port_order")
    // Where it goes is not known of a location that is not.
    if let filled, let site {
      check.formProblems += filled.violations(phoneNumbers, country: site.countryCode)
    }
    return try check.passed(isOrder: true)
  }
}
