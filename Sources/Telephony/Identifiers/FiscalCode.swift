/// The Italian codice fiscale of a person: 16 characters, the last one a check character (D.M. 23 December 1976).
public enum FiscalCode {
  private static let oddValues = [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
  ]
  /// Letters that replace digits where two people would have the same code.
  private static let digitOrReplacement = Set("0123456789LMNPQRSTUV".utf8)
  private static let digitPlaces: Set<Int> = [6, 7, 9, 10, 12, 13, 14]
  private static let monthLetters = Set("ABCDEHLMPRST".utf8)

  /// Whether it has the form and the check character of a code.
  public static func isWellFormed(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 16, bytes.indices.allSatisfy({ hasForm(bytes[$0], at: $0) }) else { return false }
    let sum = bytes.dropLast().enumerated().reduce(0) { sum, byte in
      let value = value(byte.element)
      // Positions are counted from 1: the first is odd.
      return sum + (byte.offset % 2 == 0 ? oddValues[value] : value)
    }
    return Int(bytes[15]) == 0x41 + sum % 26
  }

  private static func hasForm(_ byte: UInt8, at place: Int) -> Bool {
    if digitPlaces.contains(place) { return digitOrReplacement.contains(byte) }
    if place == 8 { return monthLetters.contains(byte) }
    return (0x41...0x5a).contains(byte)
  }

  private static func value(_ byte: UInt8) -> Int { Int(byte) - (byte < 0x41 ? 0x30 : 0x41) }
}
