/// Country calling codes (ITU-T E.164 assigned list): one digit for zones 1 and 7, two for those listed, else three.
public enum CallingCode {
  static let twoDigitCodes: Set<Int> = [
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58,
    60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
  ]

  /// The code of the North American Numbering Plan.
  public static let northAmerica = 1

  /// How many digits of the number are its calling code.
  static func length(leading three: Int) -> Int {
    switch three / 100 {
    case 1, 7: 1
    default: twoDigitCodes.contains(three / 10) ? 2 : 3
    }
  }
}

extension TelephoneNumber {
  /// How many digits it has, with the calling code.
  public var digitCount: Int {
    var count = 1
    var rest = digits
    while rest >= 10 {
      rest /= 10
      count += 1
    }
    return count
  }

  /// Its country calling code, such as 1 or 44.
  public var callingCode: Int { leadingDigits(callingCodeLength) }

  /// How many digits its country calling code has.
  public var callingCodeLength: Int { CallingCode.length(leading: leadingDigits(3)) }

  /// Whether it belongs to the North American Numbering Plan and has its length.
  public var isNorthAmerican: Bool { digits >= 10_000_000_000 && digits < 20_000_000_000 }

  private func leadingDigits(_ count: Int) -> Int {
    var rest = digits
    for _ in 0..<max(digitCount - count, 0) { rest /= 10 }
    return Int(rest)
  }
}
