/// The form of addresses in one country.
struct AddressForm: Sendable {
  /// The codes of its states or provinces.
  let regions: Set<String>
  /// What a region is called there.
  let regionNoun: String
  /// One of them, for messages.
  let regionExample: String
  /// Says what is wrong with a postal code, or nil.
  private let checkPostalCode: @Sendable (_ code: String, _ region: String) -> String?

  static func ofCountry(_ code: String) -> AddressForm? {
    switch code {
    case "US": unitedStates
    case "CA": canada
    default: nil
    }
  }

  func problem(ofPostalCode code: String, region: String) -> String? { checkPostalCode(code, region) }

  // USPS Publication 28, appendix B: states, the district and the possessions that have street addresses.
  static let unitedStates = AddressForm(
    regions: [
      "AL", "AK", "AS", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "GU", "HI", "ID", "IL", "IN",
      "IA",
      "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY",
      "NC",
      "ND", "MP", "OH", "OK", "OR", "PA", "PR", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VI", "VA", "WA",
      "WV",
      "WI", "WY",
    ],
    regionNoun: "state",
    regionExample: "NJ",
    checkPostalCode: { code, _ in
      code.hasForm("99999") || code.hasForm("99999-9999")
        ? nil : "It is no ZIP code. Give 5 digits, as 07302, or 5 and 4 with a hyphen, as 07302-1234."
    }
  )

  static let canada = AddressForm(
    regions: Set(canadianFirstLetters.keys),
    regionNoun: "province or territory",
    regionExample: "ON",
    checkPostalCode: { code, region in
      guard code.hasForm("A9A 9A9"), !code.contains(where: { "DFIOQU".contains($0) }),
        let first = code.first, !"WZ".contains(first)
      else { return "It is no postal code. Give letters and digits in turn in upper case, as K1A 0B1." }
      guard let letters = canadianFirstLetters[region], !letters.contains(first) else { return nil }
      return "Postal codes of \(region) begin with \(letters.map(String.init).joined(separator: " or ")). "
        + "Correct the code or the province."
    }
  )

  // Canada Post Addressing Guidelines: the first letter of a postal code names its district.
  private static let canadianFirstLetters: [String: String] = [
    "NL": "A", "NS": "B", "PE": "C", "NB": "E", "QC": "GHJ", "ON": "KLMNP", "MB": "R", "SK": "S", "AB": "T",
    "BC": "V", "NT": "X", "NU": "X", "YT": "Y",
  ]
}

extension String {
  /// Whether it has the form: `9` stands for a digit, `A` for an upper-case letter, all else for itself.
  func hasForm(_ form: String) -> Bool {
    utf8.count == form.utf8.count
      && zip(utf8, form.utf8).allSatisfy { byte, part in
        switch part {
        case UInt8(ascii: "9"): byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
        case UInt8(ascii: "A"): byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
        default: byte == part
        }
      }
  }
}
