import InventoryRules
import Messages
import ServiceKit
import Telephony

extension NumberType {
  /// Nil when none is given or it is not known.
  init?(_ message: InventoryV1.NumberType) {
    guard let value = UInt8(exactly: message.rawValue) else { return nil }
    self.init(rawValue: value)
  }
}

extension InventoryV1.NumberType {
  init(_ type: NumberType) { self.init(rawValue: Int32(type.rawValue)) }
}

extension NumberCriteria {
  /// Reads criteria; a type that is not known is refused.
  init(_ message: InventoryV1.NumberCriteria?, path: String, _ offers: CountryOffers) throws(Refusal) {
    let message = message ?? InventoryV1.NumberCriteria()
    let type = NumberType(message.numberType)
    guard type != nil || message.numberType == .unspecified else {
      throw Refusal(violations: [
        Violation(
          field: "\(path).number_type",
          reason: "INVALID_NUMBER_TYPE",
          description: "It is not known. Give LOCAL, NATIONAL, TOLL_FREE or MOBILE, or leave it out for any."
        )
      ])
    }
    self.init(
      countryCode: message.countryCode,
      region: message.region,
      areaCode: message.areaCode,
      prefix: message.prefix,
      city: message.city,
      startsWith: message.startsWith,
      contains: message.contains,
      endsWith: message.endsWith,
      type: type
    )
    lacksTollFree = offers.offer(in: countryCode)?.hasTollFree == false
  }
}

extension InventoryV1.Number {
  init(_ view: NumberView) { self.init(view, display: view.number.nationalFormat) }

  /// With what can be done with it: on a trial nothing beside ordinary calls (domain.md section 2). Numbers that belong
  /// to no location have no capabilities.
  func withCapabilities(_ trials: TrialOrganizations) -> InventoryV1.Number {
    guard !location.isEmpty else { return self }
    let organization = location.split(separator: "/").prefix(2).joined(separator: "/")
    let isOpen = !trials.contains(organization)
    var copy = self
    copy.capabilities = .init(
      internationalCalls: isOpen,
      premium1Calls: isOpen,
      premium2Calls: isOpen,
      businessTexting: isOpen
    )
    return copy
  }

  init(_ view: NumberView, display: String) {
    self.init(
      name: view.number.resourceName,
      phoneNumber: view.number.e164,
      state: State(rawValue: Int32(view.state.rawValue)),
      numberType: InventoryV1.NumberType(view.block.type),
      countryCode: view.block.countryCode,
      region: view.block.region,
      city: view.block.city,
      areaCode: view.block.areaCode,
      location: view.location,
      order: view.order,
      provider: view.block.provider,
      displayNumber: display,
      usage: view.usage.map { .init(rawValue: Int32($0.rawValue)) } ?? .unspecified,
      assignee: view.assignee.map(InventoryV1.Assignee.init),
      mainNumber: view.isMainNumber,
      blockSize: Int32(view.orderedBlock?.count ?? 0),
      blockFirstPhoneNumber: view.orderedBlock?.first.e164 ?? ""
    )
  }
}
