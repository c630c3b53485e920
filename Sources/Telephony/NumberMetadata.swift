import CPhoneNumber

/// What libphonenumber's metadata says of a number. Looking it up takes microseconds: not for hot paths.
public struct NumberMetadata: Hashable, Sendable {
  /// Whether a plan has the number.
  public var isValid: Bool
  /// ISO 3166-1 alpha-2 code of the country; nil for plans of no country.
  public var countryCode: String?
  /// What the number may be used as; nil for premium rate and the like, which are not sold here.
  public var type: NumberType?
  /// Digits of its area code (NDC), 0 when it has none.
  public var areaCodeLength: Int
}

extension TelephoneNumber {
  /// Reads a number as a person writes it and refuses what no plan has.
  ///
  /// - Parameters:
  ///   - text: E.164, or any form that is used in `countryCode`.
  ///   - countryCode: ISO 3166-1 alpha-2 code of the country whose form it may have.
  ///   - field: the field of the request, for the refusal.
  public init(parsing text: String, countryCode: String? = nil, field: String) throws(Refusal) {
    guard text.utf8.count <= 64, let digits = Self.digits(of: text, countryCode: countryCode ?? "ZZ"),
      let number = TelephoneNumber(digits: digits), number.metadata?.isValid == true
    else { throw Refusal(violations: [.invalidPhoneNumber(field)]) }
    self = number
  }

  /// Reads strict E.164 without asking any metadata, for hot paths whose numbers are compared with stock anyway.
  public init(strictE164 text: String, field: @autoclosure () -> String) throws(Refusal) {
    guard let number = TelephoneNumber(e164: text) else {
      throw Refusal(violations: [.invalidPhoneNumber(field())])
    }
    self = number
  }

  private static func digits(of text: String, countryCode: String) -> UInt64? {
    var text = text
    var digits: UInt64 = 0
    let error = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        guard let start = characters.baseAddress else { return Int32(-1) }
        return trunkline_phone_number_parse(start, characters.count, countryCode, &digits)
      }
    }
    return error == 0 ? digits : nil
  }

  /// What the metadata says of it; nil when it has not even a calling code.
  public var metadata: NumberMetadata? {
    var facts = trunkline_phone_number_facts()
    guard trunkline_phone_number_describe(digits, &facts) == 0 else { return nil }
    let region = withUnsafeBytes(of: facts.region) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    return NumberMetadata(
      isValid: facts.is_valid == 1,
      countryCode: region.utf8.count == 2 ? region : nil,
      type: NumberType(libphonenumberType: facts.type),
      areaCodeLength: Int(facts.area_code_length > 0 ? facts.area_code_length : facts.destination_code_length)
    )
  }
}

extension Violation {
  /// A telephone number that is none.
  public static func invalidPhoneNumber(_ field: String) -> Violation {
    Violation(
      field: field,
      reason: "INVALID_PHONE_NUMBER",
      description:
        "It is not a telephone number. Give E.164: a plus sign and 7 to 15 digits, as +12015550123."
    )
  }
}

extension NumberType {
  /// `PhoneNumberUtil::PhoneNumberType`. FIXED_LINE_OR_MOBILE is what North American numbers are.
  init?(libphonenumberType type: Int32) {
    switch type {
    case 0, 2: self = .local
    case 1: self = .mobile
    case 3: self = .tollFree
    case 6, 9: self = .national
    default: return nil
    }
  }
}
