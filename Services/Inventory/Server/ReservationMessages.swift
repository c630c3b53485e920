import InventoryRules
import Messages
import ServiceKit
import Telephony

extension InventoryV1.Reservation {
  init(_ reservation: Reservation, limits: ReservationLimits) {
    let latest = reservation.beginTime.milliseconds + limits.longestLeaseMilliseconds
    self.init(
      name: reservation.name,
      phoneNumbers: reservation.numbers.map(\.e164),
      state: State(rawValue: Int32(reservation.state.rawValue)),
      fencingToken: reservation.fencingToken,
      // A hold of an order has no end.
      expireTime: reservation.state == .heldByOrder
        ? nil : GoogleProtobuf.Timestamp(reservation.expireTime),
      latestExpireTime: reservation.state == .active
        ? GoogleProtobuf.Timestamp(Instant(milliseconds: latest)) : nil,
      block: reservation.isBlock,
      order: reservation.order
    )
  }
}

extension ReserveCommand {
  /// Reads a request; numbers are read strictly, because stock decides whether they exist.
  init(
    _ request: InventoryV1.ReserveNumbersRequest,
    organization: String,
    _ offers: CountryOffers
  ) throws(Refusal) {
    self.init(
      organization: organization,
      selection: try Selection(request.selection, offers),
      bestEffort: request.bestEffort
    )
  }
}

extension ReserveCommand.Selection {
  init(
    _ selection: InventoryV1.ReserveNumbersRequest.Selection?,
    _ offers: CountryOffers
  ) throws(Refusal) {
    switch selection {
    case .specific(let specific): self = .specific(try Self.numbers(specific.phoneNumbers))
    case .quantity(let quantity):
      self = .quantity(
        try NumberCriteria(quantity.criteria, path: "quantity.criteria", offers),
        count: Int(quantity.count)
      )
    case .block(let block):
      self = .block(
        try NumberCriteria(block.criteria, path: "block.criteria", offers),
        size: Int(block.size)
      )
    case nil:
      throw Refusal(violations: [.required("selection", "one of specific, quantity or block")])
    }
  }

  private static func numbers(_ texts: [String]) throws(Refusal) -> [TelephoneNumber] {
    var numbers: [TelephoneNumber] = []
    var violations: [Violation] = []
    for (position, text) in texts.enumerated() {
      if let number = TelephoneNumber(e164: text) {
        numbers.append(number)
      } else {
        violations.append(.invalidPhoneNumber("specific.phone_numbers[\(position)]"))
      }
    }
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    return numbers
  }
}
