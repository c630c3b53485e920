import Foundation
import RPCTransport

extension ConfigurationForm where Value == Int {
  /// A whole number of a range.
  public static func integer(in range: ClosedRange<Int>) -> Self {
    .scalar("an integer from \(range.lowerBound) to \(range.upperBound)") { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension ConfigurationForm where Value == Bool {
  /// `true` or `false`.
  public static var boolean: Self {
    .scalar("true or false") { text in Bool(text) }
  }
}

extension ConfigurationForm where Value == String {
  /// Any text.
  public static func text(_ expectation: String) -> Self {
    .scalar(expectation) { $0 }
  }

  /// Text that is not empty.
  public static func name(_ expectation: String) -> Self {
    .scalar(expectation) { $0.isEmpty ? nil : $0 }
  }

  /// Who a certificate is for.
  public static var spiffeID: Self {
    .scalar("a SPIFFE ID, such as spiffe://trunkline.internal/gateway") { text in
      ServerTLS.isSPIFFEID(text) ? text : nil
    }
  }

  /// `host:port` of a server to call.
  public static var target: Self {
    .scalar("host:port, such as 127.0.0.1:7401") { text in
      guard let colon = text.lastIndex(of: ":"), colon > text.startIndex else { return nil }
      let port = Int(text[text.index(after: colon)...])
      return port.map((1...65_535).contains) == true ? text : nil
    }
  }
}

extension ConfigurationForm where Value == Duration {
  /// A time span such as `250ms`, `10s`, `15m`, `2h` or `90d`.
  public static func duration(atLeast least: Duration = .zero) -> Self {
    let limit = least == .zero ? "" : ", at least \(least.inWholeUnits)"
    return .scalar("a time span such as 250ms, 10s, 15m, 2h or 90d\(limit)") { text in
      Duration(timeSpan: text).flatMap { $0 >= least ? $0 : nil }
    }
  }
}

extension Duration {
  /// Reads a time span such as `250ms`, `10s`, `15m`, `2h` or `90d`.
  public init?(timeSpan text: String) {
    let digits = text.prefix(while: \.isWholeNumber)
    guard let count = Int64(digits), count < 100_000_000 else { return nil }
    let secondsPerUnit: [Substring: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    let unit = text[digits.endIndex...]
    if unit == "ms" {
      self = .milliseconds(count)
    } else if let seconds = secondsPerUnit[unit] {
      self = .seconds(count * seconds)
    } else {
      return nil
    }
  }

  /// The way it is written in a configuration.
  fileprivate var inWholeUnits: String {
    let milliseconds = wholeMilliseconds
    for (unit, count) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)]
      as [(String, Int64)]
    where milliseconds % count == 0 {
      return "\(milliseconds / count)\(unit)"
    }
    return "\(milliseconds)ms"
  }
}

extension ConfigurationForm where Value: RawRepresentable<String> & CaseIterable {
  /// One of the words of an enumeration.
  public static var choice: Self {
    let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
    return .scalar("one of \(words)") { Value(rawValue: $0) }
  }
}

extension ConfigurationForm where Value == [UInt8] {
  /// Bytes of a fixed number, in hexadecimal.
  public static func hexadecimal(byteCount: Int, _ expectation: String) -> Self {
    .scalar(expectation, isSecret: true) { text in
      guard text.utf8.count == 2 * byteCount else { return nil }
      var bytes: [UInt8] = []
      var rest = text[...]
      while !rest.isEmpty {
        guard let byte = UInt8(rest.prefix(2), radix: 16), rest.first != "+" else { return nil }
        bytes.append(byte)
        rest = rest.dropFirst(2)
      }
      return bytes
    }
  }

  /// Bytes of a fixed number, in base64.
  public static func base64(byteCount: Int, _ expectation: String) -> Self {
    .scalar(expectation, isSecret: true) { text in
      Data(base64Encoded: text).flatMap { $0.count == byteCount ? Array($0) : nil }
    }
  }
}
