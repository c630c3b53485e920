import Messages
import PortingRules
import ServiceKit
import Storage
import Telephony

/// What a caller asks to be ported, and to where.
struct AskedDraft: Sendable {
  let organization: String
  private let message: PortingV1.PortOrder

  init(organization: String, _ message: PortingV1.PortOrder) {
    (self.organization, self.message) = (organization, message)
  }

  var location: String { message.location }
  var phoneNumbers: [String] { message.numbers.map(\.phoneNumber) }

  func wish(_ rules: PortingRules) -> PortWish { PortWish(message, rules: rules) }

  func checked(in transaction: Transaction) throws -> LocationFacts {
    let violations = PortWish.formViolations(message, path: "port_order")
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    return try PortOrderCheck(
      organizationID: organization,
      location: location,
      locationField: "port_order.location",
      phoneNumbers: phoneNumbers,
      organization: CatalogTables(transaction).organization("organizations/\(organization)"),
      site: CatalogTables(transaction).location(location)
    ).passed(isOrder: true)
  }
}
