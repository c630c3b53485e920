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
  /// Type of number; any when nil.
  public var type: NumberType?

  /// Names numbers; ``violations(path:)`` checks.
  public init(
    countryCode: String = "",
    region: String = "",
    areaCode: String = "",
    prefix: String = "",
    city: String = "",
    type: NumberType? = nil
  ) {
    self.countryCode = countryCode
    self.region = region
    self.areaCode = areaCode
    self.prefix = prefix
    self.city = city
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
    return violations
  }

  /// A number that differs, in all likelihood, when the criteria do; the same on every machine and day.
  var fingerprint: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    for text in [countryCode, region, areaCode, prefix, city.lowercased()] {
      text.utf8.forEach(mix)
      mix(0xff)
    }
    mix(type?.rawValue ?? 0)
    return hash
  }
}

extension Violation {
  static func digits(_ field: String, _ reason: String, _ form: String) -> Violation {
    Violation(field: field, reason: reason, description: "Give \(form).")
  }
}
