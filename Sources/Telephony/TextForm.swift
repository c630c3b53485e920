extension String {
  /// Whether it has the form: `9` stands for a digit, `A` for an upper-case letter, `X` for either, all else for
  /// itself.
  func hasForm(_ form: String) -> Bool {
    utf8.count == form.utf8.count
      && zip(utf8, form.utf8).allSatisfy { byte, part in
        let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        let isLetter = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        return switch part {
        case UInt8(ascii: "9"): isDigit
        case UInt8(ascii: "A"): isLetter
        case UInt8(ascii: "X"): isDigit || isLetter
        default: byte == part
        }
      }
  }

  /// Whether it has at most so many characters, and no control characters.
  ///
  /// - Parameter mayHaveLines: whether the ends of lines are taken all the same.
  public func isPlainText(atMost limit: Int, mayHaveLines: Bool = false) -> Bool {
    count <= limit
      && !unicodeScalars.contains { scalar in
        scalar.value == 127 || scalar.value < 32 && !(mayHaveLines && scalar == "\n")
      }
  }

  /// Whether it may be an e-mail address. Only mail that arrives proves one, so this finds slips of the hand and no
  /// more.
  public var isEmailAddress: Bool {
    let parts = split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !parts[1].hasPrefix(".")
      && !parts[1].hasSuffix(".") && isPlainText(atMost: 254) && !contains(where: \.isWhitespace)
  }

  /// Whether it has the form of the second part of an ISO 3166-2 code: up to three upper-case letters or digits.
  public var isRegionCode: Bool {
    (1...3).contains(utf8.count) && hasForm(String(repeating: "X", count: utf8.count))
  }
}
