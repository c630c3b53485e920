import InventoryRules
import Storage
import Telephony

/// Numbers as bytes: how many runs follow, and for each the distance from the end of the run before and how many
/// numbers it has; distances may be negative (zigzag). A single North American number takes 7 bytes.
enum PackedNumbers {
  static func pack(_ numbers: NumberSet) -> [UInt8] {
    var packer = RecordPacker()
    packer.append(numbers)
    return packer.bytes
  }

  /// Throws when the bytes were not made by ``pack(_:)``.
  static func unpack(_ bytes: [UInt8]) throws(StorageError) -> NumberSet {
    var reader = RecordReader(bytes)
    let numbers = try reader.numbers()
    guard reader.isAtEnd else { throw .notNumbers }
    return numbers
  }
}

extension RecordPacker {
  mutating func append(_ numbers: NumberSet) {
    var runs: [NumberRange] = []
    switch numbers {
    case .run(let range): runs = [range]
    // One by one: their order matters, and reading makes a run of numbers that happen to follow each other.
    case .list(let list): runs = list.compactMap { NumberRange(first: $0, count: 1) }
    }
    append(Int64(runs.count))
    var end: UInt64 = 0
    for run in runs {
      let distance = Int64(run.first.digits) - Int64(end)
      append(distance << 1 ^ distance >> 63)
      append(Int64(run.count))
      end = run.last.digits + 1
    }
  }
}

extension RecordReader {
  private static let most: ClosedRange<Int64> = 1...10_000

  mutating func numbers() throws(StorageError) -> NumberSet {
    let count = try integer()
    guard Self.most.contains(count) else { throw .notNumbers }
    if count == 1 { return .run(try run(after: 0)) }
    var numbers: [TelephoneNumber] = []
    numbers.reserveCapacity(Int(count))
    var end: UInt64 = 0
    for _ in 0..<count {
      let run = try run(after: end)
      numbers += run
      end = run.last.digits + 1
    }
    return .list(numbers)
  }

  private mutating func run(after end: UInt64) throws(StorageError) -> NumberRange {
    let (zigzag, count) = (UInt64(bitPattern: try integer()), try integer())
    let distance = Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
    let (first, overflows) = Int64(bitPattern: end).addingReportingOverflow(distance)
    guard !overflows, first > 0, Self.most.contains(count),
      let number = TelephoneNumber(digits: UInt64(first)),
      let run = NumberRange(first: number, count: Int(count))
    else { throw .notNumbers }
    return run
  }
}

extension StorageError {
  static let notNumbers = StorageError(.corrupt, "packed numbers cannot be read")
}
