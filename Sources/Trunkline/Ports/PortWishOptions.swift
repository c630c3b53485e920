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

  @Option(
    help: ArgumentHelp(
      "Where the service is, as \"SE, 111 52, Stockholm, Sveavägen, 44\", comma-separated.",
      valueName: "address"
    )
  )
  var serviceAddress: String?

  @Option(help: ArgumentHelp("Address for notices; may be given more than once.", valueName: "e-mail"))
  var email: [String] = []

  @Option(
    help: ArgumentHelp(
      "What the country asks for, as SIRET=35600000000048 or RIO:+33142345678=...; may be given more than once.",
      valueName: "field=text"
    )
  )
  var value: [String] = []

  @Option(help: ArgumentHelp("What happens to numbers that stay: keep or disconnect.", valueName: "action"))
  var remaining: String?

  @Flag(help: "The numbers are for site services, which takes a licence.")
  var service = false

  func validate() throws {
    if desired != nil, desiredTime == nil {
      throw ValidationError("--desired takes RFC 3339, as 2026-12-01T14:00:00Z.")
    }
    if remaining != nil, remainingNumbers == nil {
      throw ValidationError("--remaining takes keep or disconnect.")
    }
    if value.contains(where: { !$0.contains("=") }) { throw ValidationError("--value takes field=text.") }
  }

  private var desiredTime: GoogleProtobuf.Timestamp? {
    desired.flatMap { try? Date($0, strategy: .iso8601) }
      .map { .init(seconds: Int64($0.timeIntervalSince1970)) }
  }

  private var remainingNumbers: PortingV1.RemainingNumbers? {
    remaining.flatMap { ["keep": .keep, "disconnect": .disconnect][$0.lowercased()] }
  }

  private var address: TypeV1.CivicAddress? {
    serviceAddress.map { text in
      let parts = text.split(separator: ",").map { String($0).trimmingCharacters(in: .whitespaces) }
      let all = parts + Array(repeating: "", count: 5)
      return .init(
        countryCode: all[0],
        city: all[2],
        postalCode: all[1],
        street: all[3],
        buildingNumber: all[4]
      )
    }
  }

  private var values: [PortingV1.PortValue] {
    value.map { text in
      let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let names = halves[0].split(separator: ":", maxSplits: 1)
      return .init(
        field: String(names.first ?? ""),
        text: halves.count > 1 ? String(halves[1]) : "",
        phoneNumber: names.count > 1 ? String(names[1]) : ""
      )
    }
  }

  /// What is given, and the paths of the fields that it is.
  func order(numbers: [String] = []) -> (order: PortingV1.PortOrder, paths: [String]) {
    let details = PortingV1.PortDetails(
      accountNumber: account ?? "",
      pin: pin ?? "",
      billingNumber: billingNumber ?? "",
      newBillingNumber: newBillingNumber ?? "",
      authorizedName: authorizedName ?? "",
      companyName: companyName ?? "",
      serviceAddress: address,
      contactEmails: email,
      values: values
    )
    let order = PortingV1.PortOrder(
      numbers: numbers.map { .init(phoneNumber: $0) },
      portType: type?.uppercased() ?? "",
      serviceNumbers: service,
      desiredTime: desiredTime,
      remainingNumbers: remainingNumbers ?? .unspecified,
      details: details
    )
    let given: [(String, Bool)] = [
      ("numbers", !numbers.isEmpty), ("port_type", type != nil), ("desired_time", desired != nil),
      ("service_numbers", service), ("remaining_numbers", remaining != nil),
      ("details.account_number", account != nil), ("details.pin", pin != nil),
      ("details.billing_number", billingNumber != nil),
      ("details.new_billing_number", newBillingNumber != nil),
      ("details.authorized_name", authorizedName != nil), ("details.company_name", companyName != nil),
      ("details.service_address", serviceAddress != nil), ("details.contact_emails", !email.isEmpty),
      ("details.values", !value.isEmpty),
    ]
    return (order, given.filter(\.1).map(\.0))
  }
}

/// Which port order a command is about.
struct PortArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("Name or id of the port order.", valueName: "port-order"))
  var order: String

  @OptionGroup var organization: OrganizationOption

  var name: String { organization.resource("portOrders", order) }
}
