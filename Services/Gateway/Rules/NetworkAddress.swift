/// An IP address, as 4 or 16 bytes.
public struct NetworkAddress: Hashable, Sendable {
  public let bytes: [UInt8]

  /// - Parameter bytes: an IPv4 address that is written as an IPv6 one counts as what it is (RFC 4291, section 2.5.5.2).
  public init(_ bytes: [UInt8]) {
    let mapped = Array(repeating: UInt8(0), count: 10) + [0xff, 0xff]
    self.bytes = bytes.count == 16 && bytes.starts(with: mapped) ? Array(bytes.suffix(4)) : bytes
  }

  /// Whether anybody's host of the Internet can have it. Everything else is this machine, this network, or nothing
  /// (the IANA special-purpose registries, RFC 6890).
  public var isPublic: Bool {
    let networks = bytes.count == 4 ? Network.specialIPv4 : Network.specialIPv6
    // Of IPv6 only 2000::/3 is given out.
    guard bytes.count == 4 || (bytes.count == 16 && bytes[0] & 0xe0 == 0x20) else { return false }
    return !networks.contains { $0.contains(self) }
  }
}

/// A block of addresses.
public struct Network: Hashable, Sendable {
  private let prefix: [UInt8]
  private let bitCount: Int

  private init(_ prefix: [UInt8], _ bitCount: Int) {
    self.prefix = prefix
    self.bitCount = bitCount
  }

  /// Reads IPv4 such as `10.0.0.0/8`, and the one IPv6 address `::1/128` of this machine.
  public init?(_ text: String) {
    guard text != "::1/128" else {
      self.init(Array(repeating: 0, count: 15) + [1], 128)
      return
    }
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    let parts = (halves.first ?? "").split(separator: ".", omittingEmptySubsequences: false)
    let bytes = parts.compactMap { UInt8($0) }
    guard halves.count == 2, bytes.count == 4, parts.count == 4, let bitCount = Int(halves[1]),
      (0...32).contains(bitCount)
    else { return nil }
    self.init(bytes, bitCount)
  }

  public func contains(_ address: NetworkAddress) -> Bool {
    guard address.bytes.count == prefix.count else { return false }
    let (whole, rest) = bitCount.quotientAndRemainder(dividingBy: 8)
    guard address.bytes.prefix(whole) == prefix.prefix(whole) else { return false }
    guard rest > 0 else { return true }
    let mask = UInt8(truncatingIfNeeded: 0xff << (8 - rest))
    return address.bytes[whole] & mask == prefix[whole] & mask
  }

  static let specialIPv4 = [
    Network([0, 0, 0, 0], 8), Network([10, 0, 0, 0], 8), Network([100, 64, 0, 0], 10),
    Network([127, 0, 0, 0], 8), Network([169, 254, 0, 0], 16), Network([172, 16, 0, 0], 12),
    Network([192, 0, 0, 0], 24), Network([192, 0, 2, 0], 24), Network([192, 88, 99, 0], 24),
    Network([192, 168, 0, 0], 16), Network([198, 18, 0, 0], 15), Network([198, 51, 100, 0], 24),
    Network([203, 0, 113, 0], 24), Network([224, 0, 0, 0], 3),
  ]

  /// Those of 2000::/3 that are no hosts', or wrap an IPv4 address: Teredo and its neighbours, documentation, 6to4.
  static let specialIPv6 = [
    Network([0x20, 0x01, 0x00] + Array(repeating: 0, count: 13), 23),
    Network([0x20, 0x01, 0x0d, 0xb8] + Array(repeating: 0, count: 12), 32),
    Network([0x20, 0x02] + Array(repeating: 0, count: 14), 16),
    Network([0x3f, 0xff] + Array(repeating: 0, count: 14), 20),
  ]
}
