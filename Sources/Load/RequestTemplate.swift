import NIOCore

/// Requests that differ, encoded once: for each call, bytes are copied and a few of them overwritten.
public struct RequestTemplate: Sendable {
  struct Variant: Sendable {
    /// The message behind its length prefix.
    var bytes: [UInt8]
    /// Where what is overwritten begins.
    var patches: [(offset: Int, field: RequestField)]
  }

  let variants: [Variant]

  init(variants: [Variant]) {
    self.variants = variants
  }

  /// The same message for every call.
  public init(message: ByteBuffer) {
    variants = [Variant(bytes: Self.prefixed(message), patches: [])]
  }

  /// Some requests as calls would send them, behind their length prefix: to look at before a run.
  public func samples(_ count: Int) -> [[UInt8]] {
    var source = RequestSource(self, sequence: SequenceCounter())
    return (0..<count).map { _ in Array(source.next().readableBytesView) }
  }

  static func prefixed(_ message: ByteBuffer) -> [UInt8] {
    var framed = ByteBuffer()
    framed.writeInteger(UInt8(0))
    framed.writeInteger(UInt32(message.readableBytes))
    framed.writeImmutableBuffer(message)
    return Array(framed.readableBytesView)
  }
}

/// A part of a request that is written anew for every call.
enum RequestField: Sendable, Equatable {
  case uuid
  case sequence
  case digits(Int)

  private static let hexadecimal = Array("0123456789abcdef".utf8)

  /// Hands out its bytes in order.
  @inline(__always)
  func write(
    using random: inout some RandomNumberGenerator,
    sequence: UInt64,
    put: (UInt8) -> Void
  ) {
    switch self {
    case .uuid: Self.writeUUID(random.next(), random.next(), put)
    case .sequence: Self.writeDigits(sequence, TemplateVariable.sequenceDigits, put)
    case .digits(let count): Self.writeDigits(random.next(), count, put)
    }
  }

  /// Version 4, variant 1 (RFC 9562, section 5.4).
  private static func writeUUID(_ high: UInt64, _ low: UInt64, _ put: (UInt8) -> Void) {
    let high = high & ~0xf000 | 0x4000
    let low = low & ~(3 << 62) | 2 << 62
    for digit in 0..<32 {
      if digit == 8 || digit == 12 || digit == 16 || digit == 20 { put(UInt8(ascii: "-")) }
      let half = digit < 16 ? high : low
      put(hexadecimal[Int(half >> UInt64(60 - 4 * (digit & 15)) & 15)])
    }
  }

  private static func writeDigits(_ value: UInt64, _ count: Int, _ put: (UInt8) -> Void) {
    var divisor: UInt64 = 1
    for _ in 1..<count { divisor *= 10 }
    var rest = value % (divisor &* 10)
    for _ in 0..<count {
      put(UInt8(ascii: "0") + UInt8(rest / divisor))
      rest %= divisor
      divisor = max(1, divisor / 10)
    }
  }
}
