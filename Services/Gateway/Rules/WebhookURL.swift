import Telephony

/// Where a webhook is sent.
public struct WebhookURL: Hashable, Sendable {
  public let isSecure: Bool
  public let host: String
  public let port: Int
  /// Path and query.
  public let target: String

  /// - Parameter allowsClearText: whether `http` is taken as well.
  public init(_ text: String, allowsClearText: Bool, field: String) throws(Refusal) {
    guard let url = Self(parsing: text), url.isSecure || allowsClearText else {
      throw Refusal(violations: [
        Violation(
          field: field,
          reason: "INVALID_WEBHOOK_URL",
          description:
            "Give an address such as https://example.com/events, without user, password and fragment."
        )
      ])
    }
    self = url
  }

  private init?(parsing text: String) {
    guard text.utf8.count <= 2_000, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
      !text.contains("#"), !text.contains("\\")
    else { return nil }
    let schemes = [("https://", true, 443), ("http://", false, 80)]
    guard let (scheme, isSecure, port) = schemes.first(where: { text.lowercased().hasPrefix($0.0) }) else {
      return nil
    }
    let rest = text.dropFirst(scheme.count)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    guard let (host, givenPort) = Self.authority(rest[..<end]) else { return nil }
    self.isSecure = isSecure
    self.host = host
    self.port = givenPort ?? port
    target = rest[end...].hasPrefix("/") ? String(rest[end...]) : "/" + rest[end...]
  }

  private static func authority(_ text: Substring) -> (host: String, port: Int?)? {
    guard !text.contains("@") else { return nil }
    let bracket = text.hasPrefix("[") ? text.firstIndex(of: "]") : nil
    let hostEnd = bracket.map(text.index(after:)) ?? text.firstIndex(of: ":") ?? text.endIndex
    let host = text[..<hostEnd].trimmingBrackets
    let rest = text[hostEnd...]
    guard !host.isEmpty, host.utf8.count <= 253,
      bracket != nil || !host.contains(where: { "[]:".contains($0) })
    else { return nil }
    guard !rest.isEmpty else { return (host, nil) }
    guard rest.hasPrefix(":"), let port = Int(rest.dropFirst()), (1...65_535).contains(port) else {
      return nil
    }
    return (host, port)
  }
}

extension Substring {
  fileprivate var trimmingBrackets: String {
    hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : String(self)
  }
}
