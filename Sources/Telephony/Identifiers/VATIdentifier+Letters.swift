// VAT ids in which letters stand.
extension VATIdentifier {
  private static let spanishLetters = Array("TRWAGMYFPDXBNJZSQVHLCKE".utf8)
  private static let irishLetters = Array("WABCDEFGHIJKLMNOPQRSTUV".utf8)

  static func austrian(_ text: String) -> Bool {
    guard text.hasPrefix("U"), let number = DigitText(text.dropFirst(), count: 8) else { return false }
    return (DigitText.luhnSum(number.digits[..<7]) + 4 + number.digits[7]) % 10 == 0
  }

  /// `123456789`, with or without the VAT's name in one of the languages.
  static func swiss(_ text: String) -> Bool {
    let digits = ["MWST", "TVA", "IVA", "TPV"].first(where: text.hasSuffix).map { text.dropLast($0.count) }
    guard let number = DigitText(digits ?? text[...], count: 9) else { return false }
    return number.sum([5, 4, 3, 2, 7, 6, 5, 4, 1]) % 11 == 0
  }

  /// With or without MVA.
  static func norwegian(_ text: String) -> Bool {
    let digits = text.hasSuffix("MVA") ? text.dropLast(3) : text[...]
    return DigitText(digits, count: 9).map { $0.sum([3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0 } ?? false
  }

  /// `123456789B01`: by the old sum of the first nine, or by ISO/IEC 7064 MOD 97-10 since 2020.
  static func dutch(_ text: String) -> Bool {
    guard text.hasForm("999999999B99"), let number = DigitText(text.prefix(9), count: 9),
      let branch = DigitText(text.suffix(2), count: 2), number.value(0..<9) > 0, branch.value(0..<2) > 0
    else { return false }
    if number.sum([9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0 { return true }
    let remainder = "NL\(text)".utf8.reduce(0) { remainder, byte in
      byte < 0x41 ? (remainder * 10 + Int(byte) - 0x30) % 97 : (remainder * 100 + Int(byte) - 0x37) % 97
    }
    return remainder == 1
  }

  /// Two characters and the SIREN; two digits are checked against it, other keys are the old operators' own.
  static func french(_ text: String) -> Bool {
    guard text.hasForm("XX999999999"), let siren = DigitText(text.dropFirst(2), count: 9),
      siren.luhnSum % 10 == 0 || siren.value(0..<3) == 0
    else { return false }
    guard let key = DigitText(text.prefix(2), count: 2) else {
      return !text.prefix(2).contains { "IO".contains($0) }
    }
    return key.value(0..<2) == (siren.value(0..<9) * 100 + 12) % 97
  }

  /// Seven digits, a check letter, and since 2013 one more letter.
  static func irish(_ text: String) -> Bool {
    guard text.hasForm("9999999A") || text.hasForm("9999999AA"),
      let number = DigitText(text.prefix(7), count: 7),
      let letters = indices(of: text.dropFirst(7), in: irishLetters)
    else { return false }
    return (number.sum([8, 7, 6, 5, 4, 3, 2]) + 9 * (letters.count > 1 ? letters[1] : 0)) % 23 == letters[0]
  }

  /// Of people (NIF, NIE) or of companies (CIF).
  static func spanish(_ text: String) -> Bool {
    guard text.hasForm("X9999999X"), let first = text.utf8.first, let last = text.utf8.last,
      let middle = DigitText(text.dropFirst().dropLast(), count: 7)
    else { return false }
    let value = middle.value(0..<7)
    switch first {
    case 0x30...0x39: return spanishLetters[(Int(first - 0x30) * 10_000_000 + value) % 23] == last
    case UInt8(ascii: "X")...UInt8(ascii: "Z"):
      return spanishLetters[(Int(first - UInt8(ascii: "X")) * 10_000_000 + value) % 23] == last
    case UInt8(ascii: "K"), UInt8(ascii: "L"), UInt8(ascii: "M"): return spanishLetters[value % 23] == last
    default: return isSpanishCompany(first, middle, last)
    }
  }

  private static func isSpanishCompany(_ kind: UInt8, _ middle: DigitText, _ last: UInt8) -> Bool {
    guard "ABCDEFGHJNPQRSUVW".utf8.contains(kind) else { return false }
    // Which kinds end in a digit and which in a letter is told in different ways; either is taken.
    let check = (10 - DigitText.luhnSum(middle.digits + [0]) % 10) % 10
    return last == UInt8(0x30 + check) || last == Array("JABCDEFGHI".utf8)[check]
  }

  private static func indices(of text: Substring, in alphabet: [UInt8]) -> [Int]? {
    let indices = text.utf8.compactMap { alphabet.firstIndex(of: $0) }
    return indices.count == text.utf8.count ? indices : nil
  }
}
