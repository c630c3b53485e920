/// The name of an order or port order. Most are `organizations/{organization}/orders/{UUID}`; as text each would take
/// more memory than all else that is known of its number.
public enum OrderName: Hashable, Sendable {
  /// The two collections of orders.
  public enum Collection: String, Hashable, Sendable {
    /// Orders of new numbers.
    case orders
    /// Orders that port numbers in.
    case portOrders
  }

  /// No order.
  case none
  /// An order whose id is a UUID.
  case uuid(Collection, organization: String, high: UInt64, low: UInt64)
  /// Any other name.
  case other(String)

  /// Takes a name apart, so that ``text`` gives the same again.
  public init(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if text.isEmpty {
      self = .none
    } else if parts.count == 4, parts[0] == "organizations",
      let collection = Collection(rawValue: String(parts[2])),
      let (high, low) = Self.uuid(parts[3])
    {
      self = .uuid(collection, organization: String(parts[1]), high: high, low: low)
    } else {
      self = .other(text)
    }
  }

  /// The name in full; empty when there is no order.
  public var text: String {
    switch self {
    case .none: ""
    case .uuid(let collection, let organization, let high, let low):
      "organizations/\(organization)/\(collection.rawValue)/\(Self.text(high, low))"
    case .other(let text): text
    }
  }

  /// A key that hardly two orders share.
  var hash: UInt64 {
    switch self {
    case .none: 0
    case .uuid(_, _, let high, let low): (high ^ low) >> 1
    case .other(let text): UInt64(truncatingIfNeeded: text.hashValue) >> 1
    }
  }
}

extension OrderName {
  private static let dashes: Set<Int> = [8, 13, 18, 23]

  /// Nil unless it is a UUID in lower case.
  private static func uuid(_ text: Substring) -> (high: UInt64, low: UInt64)? {
    guard text.utf8.count == 36 else { return nil }
    var (high, low): (UInt64, UInt64) = (0, 0)
    for (position, character) in text.utf8.enumerated() {
      if dashes.contains(position) {
        guard character == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = digit(character) else { return nil }
      high = high << 4 | low >> 60
      low = low << 4 | digit
    }
    return (high, low)
  }

  private static func digit(_ character: UInt8) -> UInt64? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(character - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(character - UInt8(ascii: "a") + 10)
    default: nil
    }
  }

  private static func text(_ high: UInt64, _ low: UInt64) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for place in 0..<32 {
      let half = place < 16 ? high : low
      text.append(digits[Int(half >> UInt64(60 - place % 16 * 4) & 0xf)])
      if dashes.contains(text.count) { text.append(UInt8(ascii: "-")) }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
