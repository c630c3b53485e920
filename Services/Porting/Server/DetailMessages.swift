import Messages
import PortingRules
import ServiceKit
import Telephony

extension PortingV1.PortDetails {
  init(_ account: LosingAccount) {
    self.init(
      accountNumber: account.accountNumber,
      pin: account.pin,
      billingNumber: account.billingNumber,
      newBillingNumber: account.newBillingNumber,
      authorizedName: account.authorizedName,
      companyName: account.companyName,
      serviceAddress: account.serviceAddress.map(TypeV1.CivicAddress.init),
      contactEmails: account.contactEmails,
      values: account.values.map { .init(field: $0.field, text: $0.text, phoneNumber: $0.phoneNumber) }
    )
  }
}

extension LosingAccount {
  init(_ message: PortingV1.PortDetails) {
    self.init()
    accountNumber = message.accountNumber
    pin = message.pin
    billingNumber = message.billingNumber
    newBillingNumber = message.newBillingNumber
    authorizedName = message.authorizedName
    companyName = message.companyName
    serviceAddress = message.serviceAddress.map(CivicAddress.init)
    contactEmails = message.contactEmails
    values = message.values.map {
      PortValue(field: $0.field, text: $0.text, phoneNumber: $0.phoneNumber)
    }
  }
}

extension CivicAddress {
  fileprivate var parts: [String] {
    [countryCode, region, city, postalCode, street, buildingNumber, unit, floor, room]
  }
}

extension PortWish {
  /// What a request says of an order; the type is the first of the country when it names none.
  init(_ message: PortingV1.PortOrder, rules: PortingRules?) {
    self.init(
      type: PortType(rawValue: message.portType) ?? rules?.types.first ?? .standard,
      usage: message.serviceNumbers ? .service : .standard,
      desiredTime: message.desiredTime.map(Instant.init),
      remaining: message.remainingNumbers.rule,
      isDirectDialIn: message.directDialIn,
      donor: message.donorHoldsRange ? .rangeHolder : .notRangeHolder,
      account: LosingAccount(message.details ?? .init())
    )
  }

  /// Everything of a request that has not the form that is stored.
  static func formViolations(_ message: PortingV1.PortOrder, path: String) -> [Violation] {
    var violations: [Violation] = []
    if !message.portType.isEmpty, PortType(rawValue: message.portType) == nil {
      let types = PortType.allCases.map(\.rawValue).joined(separator: ", ")
      violations.append(
        Violation(
          field: "\(path).port_type",
          reason: "PORT_TYPE_NOT_OFFERED",
          description: "There is no such type of port. Give one of \(types)."
        )
      )
    }
    let details = message.details ?? .init()
    let texts =
      [details.accountNumber, details.pin, details.billingNumber, details.newBillingNumber]
      + [details.authorizedName, details.companyName] + details.contactEmails
      + details.values.flatMap { [$0.field, $0.text, $0.phoneNumber] }
      + (details.serviceAddress.map(CivicAddress.init)?.parts ?? [])
    if texts.contains(where: { !$0.isPlainText(atMost: 254) }) || details.contactEmails.count > 10 {
      violations.append(.text("\(path).details", atMost: 254))
    }
    return violations
  }

  /// What only support may change.
  static let messagingPath = "messaging_moves_along"

  /// The wish with the fields of some paths as a request has them.
  func taking(_ paths: [String], of message: PortingV1.PortOrder, path: String) throws(Refusal) -> PortWish {
    let given = PortWish(message, rules: nil)
    var (wish, unknown): (PortWish, [Violation]) = (self, [])
    for (index, name) in paths.enumerated() {
      switch name {
      case "numbers": continue
      case "port_type": wish.type = given.type
      case "service_numbers": wish.usage = given.usage
      case "desired_time": wish.desiredTime = given.desiredTime
      case "remaining_numbers": wish.remaining = given.remaining
      case "direct_dial_in": wish.isDirectDialIn = given.isDirectDialIn
      case "donor_holds_range": wish.donor = given.donor
      case Self.messagingPath: wish.movesMessaging = message.messagingMovesAlong
      case "details": wish.account = given.account
      default:
        guard !wish.account.take(name, of: given.account) else { continue }
        unknown.append(.unknownPath("\(path)[\(index)]"))
      }
    }
    guard unknown.isEmpty else { throw Refusal(violations: unknown) }
    return wish
  }
}

extension LosingAccount {
  fileprivate mutating func take(_ path: String, of given: LosingAccount) -> Bool {
    switch path {
    case "details.account_number": accountNumber = given.accountNumber
    case "details.pin": pin = given.pin
    case "details.billing_number": billingNumber = given.billingNumber
    case "details.new_billing_number": newBillingNumber = given.newBillingNumber
    case "details.authorized_name": authorizedName = given.authorizedName
    case "details.company_name": companyName = given.companyName
    case "details.service_address": serviceAddress = given.serviceAddress
    case "details.contact_emails": contactEmails = given.contactEmails
    case "details.values": values = given.values
    default: return false
    }
    return true
  }
}

extension Violation {
  fileprivate static func unknownPath(_ field: String) -> Violation {
    Violation(
      field: field,
      reason: "UNKNOWN_FIELD",
      description: "An order has no such field that can be changed. Give one such as details.account_number."
    )
  }
}
