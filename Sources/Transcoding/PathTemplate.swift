/// A path of `google.api.http`, such as `/v1/{name=organizations/*/orders/*}:cancel`.
struct PathTemplate: Sendable {
  /// What one part between slashes has to be.
  enum Segment: Hashable {
    case literal(String)
    case any
  }

  /// A field that takes a stretch of segments.
  struct Variable {
    /// The names that lead to the field, with dots between them.
    let path: String
    let segments: Range<Int>
  }

  let segments: [Segment]
  let variables: [Variable]
  /// What follows the last colon; empty for none.
  let verb: String

  /// Nil when the text has not the form of a template.
  init?(_ text: String) {
    guard text.hasPrefix("/") else { return nil }
    var rest = text.dropFirst()[...]
    var found = (segments: [Segment](), variables: [Variable](), verb: "")
    while !rest.isEmpty {
      if rest.first == "{" {
        guard let end = rest.firstIndex(of: "}") else { return nil }
        let parts = rest[rest.index(after: rest.startIndex)..<end].split(separator: "=", maxSplits: 1)
        guard let path = parts.first else { return nil }
        let pattern = (parts.count == 2 ? parts[1] : "*").split(separator: "/").map(Self.segment)
        let start = found.segments.count
        found.segments += pattern
        found.variables.append(Variable(path: String(path), segments: start..<found.segments.count))
        rest = rest[rest.index(after: end)...]
      } else {
        let literal = rest.prefix { $0 != "/" && $0 != ":" }
        guard !literal.isEmpty else { return nil }
        found.segments.append(Self.segment(literal))
        rest = rest[literal.endIndex...]
      }
      if rest.first == ":" {
        found.verb = String(rest.dropFirst())
        rest = ""
      } else if !rest.isEmpty {
        guard rest.first == "/" else { return nil }
        rest = rest.dropFirst()
      }
    }
    guard !found.segments.isEmpty else { return nil }
    (segments, variables, verb) = found
  }

  private static func segment(_ text: Substring) -> Segment { text == "*" ? .any : .literal(String(text)) }

  /// The values of the variables when a path fits, else nil.
  func match(_ path: RequestPath) -> [(path: String, value: String)]? {
    guard path.segments.count == segments.count, path.verb == verb else { return nil }
    for (segment, given) in zip(segments, path.segments) {
      switch segment {
      case .literal(let text) where text != given: return nil
      case .any where given.isEmpty: return nil
      default: continue
      }
    }
    return variables.map { ($0.path, path.segments[$0.segments].joined(separator: "/")) }
  }
}

/// The path and the query of a request, taken apart and decoded (RFC 3986).
struct RequestPath: Sendable {
  let segments: [String]
  let verb: String
  let parameters: [(name: String, value: String)]

  /// Nil when it is malformed.
  init?(_ target: String) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts[0].hasPrefix("/") else { return nil }
    var path = parts[0].dropFirst()
    var verb = ""
    if let colon = path.lastIndex(of: ":"), !path[colon...].contains("/") {
      verb = String(path[path.index(after: colon)...])
      path = path[..<colon]
    }
    var segments: [String] = []
    for segment in path.split(separator: "/", omittingEmptySubsequences: false) {
      guard let decoded = Self.decoded(segment) else { return nil }
      segments.append(decoded)
    }
    var parameters: [(String, String)] = []
    for pair in parts.dropFirst().flatMap({ $0.split(separator: "&") }) {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(sides[0], plusIsSpace: true),
        let value = Self.decoded(sides.count == 2 ? sides[1] : "", plusIsSpace: true)
      else { return nil }
      parameters.append((name, value))
    }
    (self.segments, self.verb, self.parameters) = (segments, verb, parameters)
  }

  /// A text with its percent-encoded bytes decoded; nil when those are malformed or the result is not UTF-8.
  private static func decoded(_ text: Substring, plusIsSpace: Bool = false) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard rest.count >= 2, let digits = String(rest.prefix(2)), let value = UInt8(digits, radix: 16)
        else {
          return nil
        }
        rest = rest.dropFirst(2)
        bytes.append(value)
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
