/// Where a call stands in a trace (W3C Trace Context, level 1).
public struct TraceContext: Hashable, Sendable {
  /// The two halves of the id that all spans of the trace share; never both 0.
  public let traceHigh: UInt64
  public let traceLow: UInt64
  /// Id of the span; never 0.
  public let spanID: UInt64
  /// Whether somebody before keeps the trace, so that all should.
  public let isSampled: Bool

  private static let sampledFlag: UInt8 = 1

  /// The first span of a new trace.
  public static func root(isSampled: Bool) -> TraceContext {
    TraceContext(high: newID(), low: newID(), span: newID(), isSampled: isSampled)
  }

  /// A span within this one.
  public func child() -> TraceContext {
    TraceContext(high: traceHigh, low: traceLow, span: Self.newID(), isSampled: isSampled)
  }

  private init(high: UInt64, low: UInt64, span: UInt64, isSampled: Bool) {
    (traceHigh, traceLow, spanID, self.isSampled) = (high, low, span, isSampled)
  }

  private static func newID() -> UInt64 { UInt64.random(in: 1 ... .max) }
}

// MARK: - The header
extension TraceContext {
  public static let header = "traceparent"

  /// Nil when it is malformed: then a new trace begins (section 3.2.2). What later versions add is passed over.
  public init?(traceparent text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 55 || bytes.count > 55 && bytes[55] == UInt8(ascii: "-"),
      [2, 35, 52].allSatisfy({ bytes[$0] == UInt8(ascii: "-") }),
      let version = Self.number(bytes[0..<2]), version != 0xff, version > 0 || bytes.count == 55,
      let high = Self.number(bytes[3..<19]), let low = Self.number(bytes[19..<35]), high | low != 0,
      let span = Self.number(bytes[36..<52]), span != 0, let flags = Self.number(bytes[53..<55])
    else { return nil }
    self.init(high: high, low: low, span: span, isSampled: UInt8(flags) & Self.sampledFlag != 0)
  }

  public var traceparent: String {
    "00-\(Self.text(traceHigh))\(Self.text(traceLow))-\(Self.text(spanID))-\(isSampled ? "01" : "00")"
  }

  /// Lower-case hexadecimal digits only.
  private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for digit in digits {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(digit - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }
    return value
  }

  private static func text(_ id: UInt64) -> String {
    let digits = String(id, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
