import InventoryRules
import Telephony

/// Numbers as bytes: how many runs follow, and for each the distance from the end of the run before and how many
/// numbers it has, as LEB128; distances may be negative (zigzag). A single North American number takes 7 bytes.
enum PackedNumbers {
  static func pack(_ numbers: NumberSet) -> [UInt8] {
    var bytes: [UInt8] = []
    switch numbers {
    case .run(let range):
      bytes.reserveCapacity(8)
      append(1, to: &bytes)
      appendRun(range.first, range.count, after: 0, to: &bytes)
    case .list(let list):
      bytes.reserveCapacity(2 + list.count * 4)
      append(UInt64(list.count), to: &bytes)
      var end: UInt64 = 0
      for number in list {
        appendRun(number, 1, after: end, to: &bytes)
        end = number.digits + 1
      }
    }
    return bytes
  }

  private static func appendRun(
    _ first: TelephoneNumber,
    _ count: Int,
    after end: UInt64,
    to bytes: inout [UInt8]
  ) {
    let distance = Int64(first.digits) - Int64(end)
    append(UInt64(bitPattern: distance << 1 ^ distance >> 63), to: &bytes)
    append(UInt64(count), to: &bytes)
  }

  private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    while rest > 0x7f {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Nil when the bytes were not made by ``pack(_:)``.
  static func unpack(_ bytes: [UInt8]) -> NumberSet? {
    var rest = bytes[...]
    guard let count = take(&rest), count > 0, count <= 10_000 else { return nil }
    var numbers: [TelephoneNumber] = []
    var end: UInt64 = 0
    for _ in 0..<count {
      guard let run = takeRun(&rest, after: end) else { return nil }
      if count == 1 { return rest.isEmpty ? .run(run) : nil }
      numbers += run
      end = run.last.digits + 1
    }
    return rest.isEmpty ? .list(numbers) : nil
  }

  private static func takeRun(_ rest: inout ArraySlice<UInt8>, after end: UInt64) -> NumberRange? {
    guard let zigzag = take(&rest), let count = take(&rest), count <= 10_000 else { return nil }
    let distance = Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
    let (first, overflows) = Int64(bitPattern: end).addingReportingOverflow(distance)
    guard !overflows, first > 0, let number = TelephoneNumber(digits: UInt64(first)) else { return nil }
    return NumberRange(first: number, count: Int(count))
  }

  private static func take(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      value |= UInt64(byte & 0x7f) << shift
      if byte & 0x80 == 0 { return value }
    }
    return nil
  }
}
