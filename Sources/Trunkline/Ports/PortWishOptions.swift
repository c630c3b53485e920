import ArgumentParser
import Foundation
import Messages

/// What can be filled in of a port order, and changed later: what is given is what changes.
struct PortWishOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "STANDARD, MIXED_OPERATOR; in France ISOLATED, FULL, PARTIAL, COMPLEX.",
      valueName: "type"
    )
  )
  var type: String?

  @Option(help: ArgumentHelp("When the numbers shall move, as 2026-12-01T14:00:00Z.", valueName: "time"))
  var desired: String?

  @Option(help: ArgumentHelp("Account number at the losing carrier.", valueName: "text"))
  var account: String?

  @Option(help: ArgumentHelp("Its PIN.", valueName: "text"))
  var pin: String?

  @Option(help: ArgumentHelp("Its billing telephone number (BTN).", valueName: "number"))
  var billingNumber: String?

  @Option(help: ArgumentHelp("New billing number of the numbers that stay there.", valueName: "number"))
  var newBillingNumber: String?

  @Option(help: ArgumentHelp("Who authorizes the port.", valueName: "name"))
  var authorizedName: String?

  @Option(help: ArgumentHelp("Company name with the previous carrier.", valueName: "name"))
  var companyName: String?

  @OptionGroup var address: ServiceAddressOptions

  @Option(
    help: ArgumentHelp(
      "Address for notices, in the place of all that are known; may be given more than once.",
      valueName: "e-mail"
    )
  )
  var email: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      What the country asks for, as SIRET=35600000000048 or RIO:+33142345678=...; may be given more than once, and \
      without text takes one out.
      """,
      valueName: "field=text"
    )
  )
  var value: [PortValueOption] = []

  @Option(help: ArgumentHelp("What happens to numbers that stay: keep or disconnect.", valueName: "action"))
  var remaining: String?

  @Flag(
    inversion: .prefixedNo,
    help: "The numbers are for site services, which takes a licence; a new order says no."
  )
  var service: Bool?

  @Flag(inversion: .prefixedNo, help: "The numbers are a range of direct dial-in numbers. (GB)")
  var directDialIn: Bool?

  @Flag(inversion: .prefixedNo, help: "The losing carrier holds the range of the numbers. (GB)")
  var donorHoldsRange: Bool?

  func validate() throws {
    if desired != nil, desiredTime == nil {
      throw ValidationError("--desired takes RFC 3339, as 2026-12-01T14:00:00Z.")
    }
    if remaining != nil, remainingNumbers == nil {
      throw ValidationError("--remaining takes keep or disconnect.")
    }
  }

  private var desiredTime: GoogleProtobuf.Timestamp? {
    desired.flatMap { try? Date($0, strategy: .iso8601) }
      .map { .init(seconds: Int64($0.timeIntervalSince1970)) }
  }

  private var remainingNumbers: PortingV1.RemainingNumbers? {
    remaining.flatMap { ["keep": .keep, "disconnect": .disconnect][$0.lowercased()] }
  }

  /// What is given of an order that exists: what a country asks for joins what was given before, which is read for it.
  func changes(
    of order: String,
    numbers: [String],
    _ client: GatewayClient
  ) async throws -> (order: PortingV1.PortOrder, paths: [String]) {
    guard !value.isEmpty else { return self.order(numbers: numbers, values: []) }
    let known = try await client.porting.getPortDetails(.init(name: order), options: client.options)
    return self.order(numbers: numbers, values: known.values.replaced(by: value.map(\.message)))
  }

  /// What is given of a new order.
  func order(numbers: [String]) -> PortingV1.PortOrder {
    order(numbers: numbers, values: value.map(\.message)).order
  }

  /// What is given, and the paths of the fields that it is.
  private func order(
    numbers: [String],
    values: [PortingV1.PortValue]
  ) -> (order: PortingV1.PortOrder, paths: [String]) {
    let details = PortingV1.PortDetails(
      accountNumber: account ?? "",
      pin: pin ?? "",
      billingNumber: billingNumber ?? "",
      newBillingNumber: newBillingNumber ?? "",
      authorizedName: authorizedName ?? "",
      companyName: companyName ?? "",
      serviceAddress: address.message,
      contactEmails: email,
      values: values
    )
    let order = PortingV1.PortOrder(
      numbers: numbers.map { .init(phoneNumber: $0) },
      portType: type?.uppercased() ?? "",
      serviceNumbers: service ?? false,
      desiredTime: desiredTime,
      remainingNumbers: remainingNumbers ?? .unspecified,
      directDialIn: directDialIn ?? false,
      donorHoldsRange: donorHoldsRange ?? false,
      details: details
    )
    let given: [(String, Bool)] = [
      ("numbers", !numbers.isEmpty), ("port_type", type != nil), ("desired_time", desired != nil),
      ("service_numbers", service != nil), ("direct_dial_in", directDialIn != nil),
      ("donor_holds_range", donorHoldsRange != nil), ("remaining_numbers", remaining != nil),
      ("details.account_number", account != nil), ("details.pin", pin != nil),
      ("details.billing_number", billingNumber != nil),
      ("details.new_billing_number", newBillingNumber != nil),
      ("details.authorized_name", authorizedName != nil), ("details.company_name", companyName != nil),
      ("details.service_address", address.message != nil), ("details.contact_emails", !email.isEmpty),
      ("details.values", !value.isEmpty),
    ]
    return (order, given.filter(\.1).map(\.0))
  }
}
