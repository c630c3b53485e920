/// VAT ids of the countries that ask for one (domain.md section 7: SE, GR, IT), checked offline.
enum VATIdentifier {
  /// Whether it has the form of its country (Council Directive 2006/112/EC, article 215); of other countries only that
  /// it begins with two letters.
  static func isWellFormed(_ text: String, country: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 6, bytes.count <= 16 else { return false }
    let rest = bytes.dropFirst(2)
    let digits = rest.compactMap { (0x30...0x39).contains($0) ? Int($0) - 0x30 : nil }
    let isNumeric = digits.count == rest.count
    switch country {
    case "SE": return text.hasPrefix("SE") && isNumeric && digits.count == 12 && digits.suffix(2) == [0, 1]
    // Greece writes EL.
    case "GR": return text.hasPrefix("EL") && isNumeric && digits.count == 9
    case "IT": return text.hasPrefix("IT") && isNumeric && digits.count == 11 && hasLuhnSum(digits)
    default: return bytes.prefix(2).allSatisfy { (0x41...0x5a).contains($0) }
    }
  }

  /// ISO/IEC 7812-1, annex B.
  private static func hasLuhnSum(_ digits: [Int]) -> Bool {
    let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
      let doubled = digit.offset % 2 == 1 ? digit.element * 2 : digit.element
      return sum + doubled / 10 + doubled % 10
    }
    return sum % 10 == 0
  }
}

/// The Italian codice fiscale of a person: 16 characters, the last one a check character (D.M. 23 December 1976).
enum FiscalCode {
  private static let oddValues = [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
  ]

  static func isWellFormed(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 16, bytes.allSatisfy({ value($0) != nil }) else { return false }
    let sum = bytes.dropLast().enumerated().reduce(0) { sum, byte in
      let value = value(byte.element) ?? 0
      // Positions are counted from 1: the first is odd.
      return sum + (byte.offset % 2 == 0 ? oddValues[value] : value)
    }
    return Int(bytes[15]) == 0x41 + sum % 26
  }

  private static func value(_ byte: UInt8) -> Int? {
    switch byte {
    case 0x30...0x39: Int(byte) - 0x30
    case 0x41...0x5a: Int(byte) - 0x41
    default: nil
    }
  }
}
