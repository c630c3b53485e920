import CPhoneNumber

extension TelephoneNumber {
  /// The number as people of its country write it, such as `(201) 555-0123`.
  public var nationalFormat: String {
    isNorthAmerican ? northAmericanFormat : libphonenumberFormat
  }

  // The plan has one form only, and pages of a thousand numbers are formatted while a search holds its loop;
  // a test compares it with libphonenumber.
  private var northAmericanFormat: String {
    let national = digits % 10_000_000_000
    return String(unsafeUninitializedCapacity: 14) { bytes in
      var rest = national
      for position in stride(from: 13, through: 0, by: -1) {
        switch position {
        case 0: bytes[position] = UInt8(ascii: "(")
        case 4: bytes[position] = UInt8(ascii: ")")
        case 5: bytes[position] = UInt8(ascii: " ")
        case 9: bytes[position] = UInt8(ascii: "-")
        default:
          bytes[position] = UInt8(ascii: "0") + UInt8(rest % 10)
          rest /= 10
        }
      }
      return 14
    }
  }

  var libphonenumberFormat: String {
    let capacity = 48
    let text = String(unsafeUninitializedCapacity: capacity) { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        guard let start = characters.baseAddress else { return 0 }
        let length = trunkline_phone_number_format_national(digits, start, capacity)
        return length <= capacity ? length : 0
      }
    }
    return text.isEmpty ? e164 : text
  }
}
