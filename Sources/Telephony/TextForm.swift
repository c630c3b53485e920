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
}
