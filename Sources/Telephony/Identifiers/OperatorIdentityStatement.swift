/// RIO: the code by which a French operator identifies the contract of a number, `OOQRRRRRRCCC`
/// (ARCEP 2012-0576 and 2013-0830).
public enum OperatorIdentityStatement {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+".utf8)
  private static let length = 12

  /// Whether it is one at all: twelve characters of the alphabet. The check characters need the number.
  public static func isWellFormed(_ text: String) -> Bool {
    text.utf8.count == length && text.utf8.allSatisfy { alphabet.contains($0) }
  }

  /// Whether it is the one of a number.
  ///
  /// - Parameter number: a French one.
  public static func matches(_ text: String, number: TelephoneNumber) -> Bool {
    guard isWellFormed(text), let national = nationalDigits(of: number) else { return false }
    return Array(text.utf8.suffix(3)) == checkCharacters(of: text.utf8.prefix(9) + national)
  }

  /// The three check characters over what the operator assigned and the ten-digit number.
  private static func checkCharacters(of symbols: some Collection<UInt8>) -> [UInt8] {
    var sums = (0, 0, 0)
    for symbol in symbols {
      let value = alphabet.firstIndex(of: symbol) ?? 0
      sums = ((sums.0 + value) % 37, (2 * sums.1 + value) % 37, (4 * sums.2 + value) % 37)
    }
    return [alphabet[sums.0], alphabet[sums.1], alphabet[sums.2]]
  }

  private static func nationalDigits(of number: TelephoneNumber) -> [UInt8]? {
    guard number.digits / 1_000_000_000 == 33 else { return nil }
    return Array("0\(number.e164.dropFirst(3))".utf8)
  }
}
