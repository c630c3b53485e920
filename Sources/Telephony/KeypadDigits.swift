import CPhoneNumber

/// Digits of telephone numbers, written as digits or as the letters of their keys (ITU-T E.161): `FLOWERS` is 3569377.
public struct KeypadDigits: Hashable, Sendable {
  /// The digits, the first one first.
  public let digits: [UInt8]

  /// The most digits that a number has.
  public static let maximumLength = TelephoneNumber.maximumDigits

  /// Nil when the text holds anything but ASCII digits and letters, or more than a number can have.
  public init?(_ text: String) {
    var text = text
    let length = text.utf8.count
    guard length <= Self.maximumLength, text.utf8.allSatisfy(Self.isOnKey) else { return nil }
    let converted = [UInt8](unsafeUninitializedCapacity: Self.maximumLength) { bytes, count in
      count = text.withUTF8 { Self.convert($0, into: bytes) }
    }
    guard converted.count == length else { return nil }
    digits = converted.map { $0 &- UInt8(ascii: "0") }
  }

  private static func convert(
    _ text: UnsafeBufferPointer<UInt8>,
    into bytes: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    text.withMemoryRebound(to: CChar.self) { source in
      bytes.withMemoryRebound(to: CChar.self) { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return 0 }
        let length = trunkline_phone_number_keypad_digits(from, source.count, to, target.count)
        return length <= target.count ? length : 0
      }
    }
  }

  private static func isOnKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
