import Messages
import NIOCore
import OrderingRules
import Telephony

extension OrderingV1.Order.Selection {
  /// Nil for the numbers of a reservation, which have a field of their own.
  init?(_ selection: NumberSelection) {
    switch selection {
    case .reservation: return nil
    case .specific(let numbers): self = .specific(.init(phoneNumbers: numbers.map(\.e164)))
    case .quantity(let count, let criteria):
      self = .quantity(.init(criteria: .init(criteria), count: Int32(clamping: count)))
    case .block(let size, let criteria):
      self = .block(.init(criteria: .init(criteria), size: Int32(clamping: size)))
    }
  }
}

extension InventoryV1.NumberCriteria {
  /// The criteria as their customer gave them; what Ordering stored is always readable.
  init(_ criteria: NumberCriteria) {
    self =
      (try? Self(serialized: ByteBuffer(bytes: criteria.encoded))) ?? Self(countryCode: criteria.countryCode)
  }
}

extension NumberCriteria {
  /// - Parameter country: of the location, for criteria that name none.
  init(_ message: InventoryV1.NumberCriteria?, country: String) {
    var message = message ?? InventoryV1.NumberCriteria()
    if message.countryCode.isEmpty { message.countryCode = country }
    self.init(
      countryCode: message.countryCode,
      type: NumberType(rawValue: UInt8(clamping: message.numberType.rawValue)),
      encoded: Array(message.serialized().readableBytesView)
    )
  }
}

extension OrderRequest {
  /// - Parameter country: of the location, as far as it is known.
  init(_ message: OrderingV1.Order, organization: String, country: String) {
    self.init(
      organization: organization,
      location: message.location,
      wish: Wish(message, country: country),
      fulfillment: Fulfillment(message.fulfillment),
      usage: message.usage == .service ? .service : .standard,
      details: message.details,
      unreadable: message.unknownValues
    )
  }
}

extension OrderingV1.Order {
  /// Values of enumerations that there are not, as a newer client may send them.
  fileprivate var unknownValues: [Violation] {
    var violations: [Violation] = []
    func note(_ field: String, _ known: String) {
      violations.append(
        Violation(field: field, reason: "UNKNOWN_VALUE", description: "It is not known here. Give \(known).")
      )
    }
    if case .unrecognized = fulfillment?.policy {
      note("order.fulfillment.policy", "ALL, PARTIAL or BACKORDER, or nothing")
    }
    if case .unrecognized = usage { note("order.usage", "STANDARD or SERVICE, or nothing") }
    if case .unrecognized = criteria?.numberType {
      note("order.\(selectionName).criteria.number_type", "LOCAL, NATIONAL, TOLL_FREE or MOBILE, or nothing")
    }
    return violations
  }

  private var criteria: InventoryV1.NumberCriteria? {
    switch selection {
    case .quantity(let quantity): quantity.criteria
    case .block(let block): block.criteria
    case .specific, nil: nil
    }
  }

  private var selectionName: String {
    if case .block = selection { "block" } else { "quantity" }
  }
}

extension OrderRequest.Wish {
  fileprivate init(_ order: OrderingV1.Order, country: String) {
    guard let selection = order.selection else {
      let isEmpty = order.reservation.isEmpty && order.fencingToken == 0
      self = isEmpty ? .none : .reservation(name: order.reservation, fencingToken: order.fencingToken)
      return
    }
    guard order.reservation.isEmpty, order.fencingToken == 0 else {
      self = .contradictory
      return
    }
    switch selection {
    case .specific(let specific): self = .specific(specific.phoneNumbers)
    case .quantity(let quantity):
      self = .quantity(Int(quantity.count), NumberCriteria(quantity.criteria, country: country))
    case .block(let block): self = .block(Int(block.size), NumberCriteria(block.criteria, country: country))
    }
  }
}

extension Fulfillment {
  init(_ message: OrderingV1.Fulfillment?) {
    switch message?.policy {
    case .partial: self = .partial(minimum: Int(message?.minimum ?? 0))
    case .backorder: self = .backorder
    default: self = .all
    }
  }
}
