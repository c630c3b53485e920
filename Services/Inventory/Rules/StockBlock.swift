import Telephony

/// 10,000 consecutive numbers to sell, and what they have in common.
public struct StockBlock: Hashable, Sendable {
  /// Its numbers.
  public var block: NumberBlock
  /// ISO 3166-1 alpha-2 code of the country.
  public var countryCode: String
  /// What the numbers may be used as.
  public var type: NumberType
  /// Area code (NDC); empty when the plan has none.
  public var areaCode: String
  /// State, province or region; may be empty.
  public var region: String
  /// City; may be empty.
  public var city: String
  /// The provider that carries the numbers, `providers/{provider}`.
  public var provider: String

  /// Names a block; nothing is checked.
  public init(
    block: NumberBlock,
    countryCode: String,
    type: NumberType,
    areaCode: String,
    region: String,
    city: String,
    provider: String
  ) {
    self.block = block
    self.countryCode = countryCode
    self.type = type
    self.areaCode = areaCode
    self.region = region
    self.city = city
    self.provider = provider
  }
}

extension StockBlock {
  /// Who carries blocks whose source names nobody.
  public static let defaultProvider = "providers/trunkline"

  /// Reads what an import says of a block, or refuses it.
  public init(
    firstPhoneNumber: String,
    countryCode: String,
    type: NumberType?,
    region: String,
    city: String,
    provider: String
  ) throws(Refusal) {
    let first = try TelephoneNumber(strictE164: firstPhoneNumber, field: "first_phone_number")
    guard let block = NumberBlock(first: first) else { throw Refusal(violations: [.blockNotAligned]) }
    guard countryCode.isCountryCode else { throw Refusal(violations: [.countryCode("country_code")]) }
    guard let type else { throw Refusal(violations: [.required("number_type", "the type of number")]) }
    guard region.utf8.count <= 64, city.utf8.count <= 128, region.isPlainText, city.isPlainText else {
      throw Refusal(violations: [.placeText])
    }
    let provider = provider.isEmpty ? Self.defaultProvider : provider
    _ = try ResourceName(provider, pattern: "providers/*", field: "provider")
    self.init(
      block: block,
      countryCode: countryCode,
      type: type,
      areaCode: try Self.areaCode(of: block),
      region: region,
      city: city,
      provider: provider
    )
  }

  /// The area code of a block; refuses blocks of which no plan has numbers.
  static func areaCode(of block: NumberBlock) throws(Refusal) -> String {
    if block.first.isNorthAmerican { return try northAmericanAreaCode(block) }
    // Somewhere in the middle, because the first numbers of a block are often of no use.
    let sample = block.number(at: 5_555)
    guard let metadata = sample.metadata, metadata.isValid else { throw Refusal(violations: [.unknownBlock]) }
    return String("\(sample.digits)".dropFirst(sample.callingCodeLength).prefix(metadata.areaCodeLength))
  }

  // NXX-NXX: N is 2 to 9, and no area code ends in 11 (ATIS-0300051; domain.md section 5).
  private static func northAmericanAreaCode(_ block: NumberBlock) throws(Refusal) -> String {
    let prefix = block.index % 1_000_000
    let area = prefix / 1000
    guard area >= 200, area % 100 != 11, prefix % 1000 >= 200 else {
      throw Refusal(violations: [.unknownBlock])
    }
    return String(area)
  }
}

extension Violation {
  static let blockNotAligned = Violation(
    field: "first_phone_number",
    reason: "BLOCK_NOT_ALIGNED",
    description: "A block begins with a number whose last four digits are 0, as +12015550000."
  )
  static let unknownBlock = Violation(
    field: "first_phone_number",
    reason: "INVALID_PHONE_NUMBER",
    description: "No numbering plan has these numbers. Check the calling code and the area code."
  )
  static let placeText = Violation(
    field: "city",
    reason: "INVALID_TEXT",
    description: "A region has at most 64 bytes, a city 128, without control characters. Shorten it."
  )
  static func countryCode(_ field: String) -> Violation {
    Violation(
      field: field,
      reason: "INVALID_COUNTRY_CODE",
      description: "Give the two upper-case letters of ISO 3166-1, such as US."
    )
  }
}

extension String {
  var isCountryCode: Bool {
    utf8.count == 2 && utf8.allSatisfy { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }
  }

  var isDigits: Bool { utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } }

  var isPlainText: Bool { !unicodeScalars.contains { $0.value < 32 || $0.value == 127 } }
}
