import Telephony

/// Numbers as people of their country write them, many of a block at once.
///
/// Formatting takes microseconds outside North America, and a page has up to a thousand numbers. How a number is
/// written follows from its length and its leading digits, so that numbers of a block differ in the last four only.
struct DisplayNumbers {
  private var block: NumberBlock?
  private var form: [UInt8] = []

  mutating func text(of number: TelephoneNumber) -> String {
    if number.isNorthAmerican { return number.nationalFormat }
    if block != NumberBlock(containing: number) {
      block = NumberBlock(containing: number)
      form = Array(number.nationalFormat.utf8)
    }
    var rest = NumberBlock.offset(of: number)
    var missing = 4
    for position in form.indices.reversed() where missing > 0 && Self.isDigit(form[position]) {
      form[position] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
      missing -= 1
    }
    return String(decoding: form, as: UTF8.self)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}
