import Telephony

/// Which numbers are meant. Empty text means any.
public struct NumberCriteria: Hashable, Sendable {
  /// ISO 3166-1 alpha-2 code of the country. Required.
  public var countryCode: String
  /// State, province or region.
  public var region: String
  /// Area code (NDC).
  public var areaCode: String
  /// First digits after the country calling code.
  public var prefix: String
  /// City, compared without regard to case.
  public var city: String
  /// First digits after the country calling code, as digits or as letters of the keypad.
  public var startsWith: String
  /// Digits or letters that follow each other anywhere after the country calling code.
  public var contains: String
  /// Last digits, as digits or as letters.
  public var endsWith: String
  /// Type of number; any when nil.
  public var type: NumberType?
  /// Whether the country is known to have no toll-free numbers.
  public var lacksTollFree = false

  /// Names numbers; ``violations(path:)`` checks.
  public init(
    countryCode: String = "",
    region: String = "",
    areaCode: String = "",
    prefix: String = "",
    city: String = "",
    startsWith: String = "",
    contains: String = "",
    endsWith: String = "",
    type: NumberType? = nil
  ) {
    self.countryCode = countryCode
    self.region = region
    self.areaCode = areaCode
    self.prefix = prefix
    self.city = city
    self.startsWith = startsWith
    self.contains = contains
    self.endsWith = endsWith
    self.type = type
  }

  /// Every field that is wrong.
  public func violations(path: String) -> [Violation] {
    var violations: [Violation] = []
    if countryCode.isEmpty {
      violations.append(.required("\(path).country_code", "the country, such as US"))
    } else if !countryCode.isCountryCode {
      violations.append(.countryCode("\(path).country_code"))
    }
    if !areaCode.isDigits || areaCode.utf8.count > 6 {
      violations.append(.digits("\(path).area_code", "INVALID_AREA_CODE", "1 to 6 digits, such as 201"))
    }
    if !prefix.isDigits || prefix.utf8.count > 12 {
      violations.append(.digits("\(path).prefix", "INVALID_PREFIX", "1 to 12 digits, such as 201555"))
    }
    for (field, text) in patterns where !text.isEmpty && KeypadDigits(text) == nil {
      violations.append(.pattern("\(path).\(field)"))
    }
    // Domain.md section 3: toll-free numbers are for locations of some countries only.
    if type == .tollFree, lacksTollFree { violations.append(.tollFreeUnavailable("\(path).number_type")) }
    return violations
  }

  private var patterns: [(field: String, text: String)] {
    [("starts_with", startsWith), ("contains", contains), ("ends_with", endsWith)]
  }

  /// Whether it says more of the digits than how they begin.
  public var hasInnerPattern: Bool { !contains.isEmpty || !endsWith.isEmpty }

  /// How the digits after the calling code begin; nil when `prefix` and `startsWith` contradict each other.
  var leadingDigits: String? {
    guard !startsWith.isEmpty else { return prefix }
    let start = Self.digits(startsWith).reduce(into: "") { $0 += "\($1)" }
    if start.hasPrefix(prefix) { return start }
    return prefix.hasPrefix(start) ? prefix : nil
  }

  static func digits(_ text: String) -> [UInt8] { KeypadDigits(text)?.digits ?? [] }

  /// A number that differs, in all likelihood, when the criteria do; the same on every machine and day.
  var fingerprint: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    for text in [countryCode, region, areaCode, prefix, city.lowercased(), startsWith, contains, endsWith] {
      text.utf8.forEach(mix)
      mix(0xff)
    }
    mix(type?.rawValue ?? 0)
    return hash
  }
}

extension Violation {
  static func pattern(_ field: String) -> Violation {
    Violation(
      field: field,
      reason: "INVALID_PATTERN",
      description:
        "Give 1 to \(KeypadDigits.maximumLength) digits or letters A to Z, such as FLOWERS, and no others."
    )
  }

  static func tollFreeUnavailable(_ field: String) -> Violation {
    Violation(
      field: field,
      reason: "TOLL_FREE_UNAVAILABLE",
      description: "The country has no toll-free numbers. Ask for another type, or another country."
    )
  }

  static func digits(_ field: String, _ reason: String, _ form: String) -> Violation {
    Violation(field: field, reason: reason, description: "Give \(form).")
  }
}
