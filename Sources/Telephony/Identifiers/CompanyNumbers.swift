/// SIRET: the French number of an establishment, 14 digits with Luhn's sum. The first nine are the company's SIREN.
public enum SIRET {
  /// La Poste numbers its offices by a plain sum of digits that 5 divides (INSEE).
  private static let laPoste = "356000000"

  /// Whether it has the form and the check digit.
  public static func isWellFormed(_ text: String) -> Bool {
    guard let number = DigitText(text, count: 14) else { return false }
    if number.luhnSum % 10 == 0 { return DigitText.luhnSum(number.digits[..<9]) % 10 == 0 }
    return text.hasPrefix(laPoste) && number.digits.reduce(0, +) % 5 == 0
  }
}

/// ABN: the Australian business number, 11 digits whose weighted sum 89 divides (Australian Business Register).
public enum AustralianBusinessNumber {
  /// Whether it has the form and the check digits.
  public static func isWellFormed(_ text: String) -> Bool {
    guard let number = DigitText(text, count: 11), number.digits[0] > 0 else { return false }
    // One is taken from the first digit.
    return (number.sum([10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 == 0
  }
}

/// ACN: the Australian company number, 9 digits (ASIC).
public enum AustralianCompanyNumber {
  /// Whether it has the form and the check digit.
  public static func isWellFormed(_ text: String) -> Bool {
    guard let number = DigitText(text, count: 9) else { return false }
    return (number.sum([8, 7, 6, 5, 4, 3, 2, 1]) + number.digits[8]) % 10 == 0
  }
}

/// NZBN: the New Zealand business number, a GS1 location number of 13 digits that begins with 94.
public enum NewZealandBusinessNumber {
  /// Whether it has the form and the check digit.
  public static func isWellFormed(_ text: String) -> Bool {
    guard text.hasPrefix("94"), let number = DigitText(text, count: 13) else { return false }
    return number.sum([1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 == 0
  }
}
