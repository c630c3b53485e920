/// A name such as `organizations/acme/locations/head-office`: collections and ids in turn (google.aip.dev/122).
public struct ResourceName: Hashable, Sendable {
  /// The whole name.
  public let text: String
  private let ids: [String]

  /// Reads a name that has the form of a pattern.
  ///
  /// - Parameters:
  ///   - text: what the caller gave.
  ///   - pattern: the form, such as `organizations/*/locations/*`.
  ///   - field: the field of the request, for the refusal.
  public init(_ text: String, pattern: String, field: String) throws(Refusal) {
    guard let ids = Self.match(text, pattern) else {
      throw Refusal(violations: [Self.violation(text, pattern, field)])
    }
    self.text = text
    self.ids = ids
  }

  // In the path of every call: it goes over the bytes of both once and makes nothing but the ids.
  private static func match(_ text: String, _ pattern: String) -> [String]? {
    let given = text.utf8.span
    guard given.count <= 400 else { return nil }
    var position = 0
    var ids: [String] = []
    for byte in pattern.utf8 {
      if byte == UInt8(ascii: "*") {
        let start = position
        while position < given.count, isInID(given[position]) { position += 1 }
        guard idLengths.contains(position - start),
          let id = String(text.utf8.dropFirst(start).prefix(position - start))
        else { return nil }
        ids.append(id)
      } else {
        guard position < given.count, given[position] == byte else { return nil }
        position += 1
      }
    }
    return position == given.count ? ids : nil
  }

  /// Whether the text can be the id of a resource: 1 to 63 of `a` to `z`, `0` to `9` and `-`.
  public static func isID(_ text: String) -> Bool {
    idLengths.contains(text.utf8.count) && text.utf8.allSatisfy(isInID)
  }

  private static let idLengths = 1...63

  private static func isInID(_ byte: UInt8) -> Bool {
    (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || byte == UInt8(ascii: "-")
  }

  /// What is wrong with a name that need not be given, such as that of a filter; nil when nothing is.
  public static func violation(ofOptional text: String, pattern: String, field: String) -> Violation? {
    text.isEmpty || match(text, pattern) != nil ? nil : violation(text, pattern, field)
  }

  private static func violation(_ text: String, _ pattern: String, _ field: String) -> Violation {
    guard !text.isEmpty else { return .required(field, "a name of the form \(pattern)") }
    let advice =
      inRightCase(text, pattern).map { "Capital letters count, and ids have none: write \($0)." }
      ?? "It has not the form \(pattern), where each * is 1 to 63 of a-z, 0-9 and -."
    return Violation(field: field, reason: "INVALID_RESOURCE_NAME", description: advice)
  }

  /// The name as it is written, when only the case of letters is wrong (google.aip.dev/122: ids are in lower case).
  private static func inRightCase(_ text: String, _ pattern: String) -> String? {
    let forms = pattern.split(separator: "/", omittingEmptySubsequences: false)
    let parts = text.lowercased().split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == forms.count else { return nil }
    let right = zip(parts, forms).map { part, form in part == form.lowercased() ? form : part }
      .joined(separator: "/")
    return match(right, pattern) == nil ? nil : right
  }

  /// The id of the resource itself, the last one.
  public var id: String { ids[ids.count - 1] }

  /// The first id, in names below `organizations/*` that of the organization.
  public var organization: String { ids[0] }

  /// The ids in turn.
  public subscript(position: Int) -> String { ids[position] }
}

extension ResourceName: CustomStringConvertible {
  /// The whole name.
  public var description: String { text }
}

extension TelephoneNumber {
  /// Reads a resource name `numbers/{digits}`.
  public init(resourceName: String, field: String) throws(Refusal) {
    guard resourceName.utf8.starts(with: "numbers/".utf8),
      let number = TelephoneNumber(digitText: resourceName.dropFirst("numbers/".count))
    else {
      throw Refusal(violations: [
        Violation(
          field: field,
          reason: "INVALID_PHONE_NUMBER",
          description:
            "It has not the form numbers/{digits}, E.164 without the plus sign, as numbers/12015550123."
        )
      ])
    }
    self = number
  }

  /// Its resource name, `numbers/{digits}`.
  public var resourceName: String { "numbers/\(digits)" }
}
