/// VAT ids (Council Directive 2006/112/EC, article 215; national laws of CH, GB, NO), checked offline.
public enum VATIdentifier {
  /// Whether it begins with the prefix of the country and has the form and check digits that it has there.
  ///
  /// - Parameter country: ISO 3166-1 alpha-2.
  public static func isWellFormed(_ text: String, country: String) -> Bool {
    let prefix = prefix(of: country)
    guard text.hasPrefix(prefix), let isRight = checks[country] else { return false }
    return isRight(String(text.dropFirst(prefix.count)))
  }

  /// With which VAT ids of the country begin. Greece writes EL, Switzerland the whole CHE.
  public static func prefix(of country: String) -> String {
    switch country {
    case "GR": "EL"
    case "CH": "CHE"
    default: country
    }
  }

  private static let checks: [String: @Sendable (String) -> Bool] = [
    "AT": austrian, "BE": belgian, "CH": swiss, "DE": german, "DK": danish, "ES": spanish, "FI": finnish,
    "FR": french, "GB": british, "GR": greek, "IE": irish, "IT": italian, "LT": lithuanian,
    "LU": luxembourgish, "NL": dutch, "NO": norwegian, "PL": polish, "PT": portuguese, "SE": swedish,
  ]
}

// MARK: - Digits only
extension VATIdentifier {
  private static func belgian(_ text: String) -> Bool {
    guard let number = DigitText(text, count: 10), number.digits[0] <= 1 else { return false }
    return (number.value(0..<8) + number.value(8..<10)) % 97 == 0
  }

  private static func german(_ text: String) -> Bool {
    DigitText(text, count: 9).map { $0.digits[0] > 0 && $0.hasHybridCheckDigit } ?? false
  }

  private static func danish(_ text: String) -> Bool {
    DigitText(text, count: 8).map { $0.digits[0] > 0 && $0.sum([2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0 } ?? false
  }

  private static func finnish(_ text: String) -> Bool {
    DigitText(text, count: 8).map { $0.sum([7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0 } ?? false
  }

  private static func greek(_ text: String) -> Bool {
    guard let number = DigitText(text, count: 9) else { return false }
    return number.sum([256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == number.digits[8]
  }

  private static func italian(_ text: String) -> Bool {
    guard let number = DigitText(text, count: 11), number.value(0..<7) > 0 else { return false }
    return number.luhnSum % 10 == 0
  }

  private static func lithuanian(_ text: String) -> Bool {
    // Nine digits of a company, twelve of others; the last but one is 1.
    guard let number = DigitText(text, count: 9) ?? DigitText(text, count: 12) else { return false }
    let (digits, count) = (number.digits, number.digits.count)
    func remainder(_ shift: Int) -> Int {
      number.sum((0..<count - 1).map { 1 + ($0 + shift) % 9 }) % 11
    }
    let check = remainder(0) == 10 ? remainder(2) % 10 : remainder(0)
    return digits[count - 2] == 1 && digits[count - 1] == check
  }

  private static func luxembourgish(_ text: String) -> Bool {
    DigitText(text, count: 8).map { $0.value(0..<6) % 89 == $0.value(6..<8) } ?? false
  }

  private static func polish(_ text: String) -> Bool {
    DigitText(text, count: 10).map { $0.sum([6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == $0.digits[9] } ?? false
  }

  private static func portuguese(_ text: String) -> Bool {
    guard let number = DigitText(text, count: 9), number.digits[0] > 0 else { return false }
    let remainder = number.sum([9, 8, 7, 6, 5, 4, 3, 2]) % 11
    return (remainder < 2 ? 0 : 11 - remainder) == number.digits[8]
  }

  private static func swedish(_ text: String) -> Bool {
    guard let number = DigitText(text, count: 12), number.digits.suffix(2) == [0, 1] else { return false }
    return DigitText.luhnSum(number.digits[..<10]) % 10 == 0
  }

  private static func british(_ text: String) -> Bool {
    // Twelve digits name a branch by the last three.
    guard let number = DigitText(text, count: 9) ?? DigitText(text, count: 12) else { return false }
    let remainder = number.sum([8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97
    return number.value(0..<3) >= 100 ? [0, 42, 55].contains(remainder) : remainder == 0
  }
}
