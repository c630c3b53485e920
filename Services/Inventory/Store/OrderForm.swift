import Telephony

/// Names of orders as bytes. Most are `organizations/{organization}/orders/{UUID}`: 17 bytes instead of some 70.
enum OrderForm {
  private enum Kind: UInt8 {
    case orderUUID = 1
    case portOrderUUID = 2
    case text = 3
  }

  private static func prefix(_ kind: Kind, _ organization: String) -> String {
    "organizations/\(organization)/\(kind == .orderUUID ? "orders" : "portOrders")/"
  }

  static func pack(_ order: String, organization: String) -> [UInt8] {
    if order.isEmpty { return [] }
    for kind in [Kind.orderUUID, .portOrderUUID] {
      let prefix = prefix(kind, organization)
      if order.hasPrefix(prefix), let bytes = uuidBytes(order.dropFirst(prefix.count)) {
        return [kind.rawValue] + bytes
      }
    }
    return [Kind.text.rawValue] + order.utf8
  }

  /// Nil when the bytes were not made by ``pack(_:organization:)``.
  static func unpack(_ bytes: [UInt8], organization: String) -> String? {
    guard let first = bytes.first else { return "" }
    switch Kind(rawValue: first) {
    case let kind? where kind != .text && bytes.count == 17:
      return prefix(kind, organization) + uuidText(bytes[1...])
    case .text: return String(validating: bytes[1...], as: UTF8.self)
    default: return nil
    }
  }

  /// Nil unless it is a UUID in lower case, so that the text comes back the same.
  private static func uuidBytes(_ text: Substring) -> [UInt8]? {
    guard text.utf8.count == 36 else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for (position, character) in text.utf8.enumerated() {
      if [8, 13, 18, 23].contains(position) {
        guard character == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = digit(character) else { return nil }
      if let first = high { bytes.append(first << 4 | digit) }
      high = high == nil ? digit : nil
    }
    return bytes
  }

  private static func digit(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  private static func uuidText(_ bytes: ArraySlice<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for (position, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(position) { text.append(UInt8(ascii: "-")) }
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 0xf)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
