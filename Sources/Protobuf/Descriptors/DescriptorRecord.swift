/// The fields of one message of descriptor.proto by number, so that descriptors can be read without generated code:
/// they are what the generator reads.
struct DescriptorRecord {
  private var values: [Int: [WireReader.Value]] = [:]

  init(_ bytes: ArraySlice<UInt8>) throws(WireError) {
    var reader = WireReader(bytes)
    while let (number, value) = try reader.next() {
      values[number, default: []].append(value)
    }
  }

  func string(_ number: Int) -> String {
    guard case .bytes(let bytes) = values[number]?.last else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  func strings(_ number: Int) -> [String] {
    bytes(number).map { String(decoding: $0, as: UTF8.self) }
  }

  func integer(_ number: Int) -> Int? {
    guard case .varint(let value) = values[number]?.last else { return nil }
    return Int(truncatingIfNeeded: value)
  }

  func bool(_ number: Int) -> Bool { integer(number) == 1 }

  func bytes(_ number: Int) -> [ArraySlice<UInt8>] {
    (values[number] ?? []).compactMap { value in
      guard case .bytes(let bytes) = value else { return nil }
      return bytes
    }
  }

  func records(_ number: Int) throws(WireError) -> [DescriptorRecord] {
    var records: [DescriptorRecord] = []
    for bytes in bytes(number) { records.append(try DescriptorRecord(bytes)) }
    return records
  }

  func record(_ number: Int) throws(WireError) -> DescriptorRecord? {
    try records(number).last
  }

  /// Packed numbers, such as the path of a source location.
  func packedIntegers(_ number: Int) throws(WireError) -> [Int] {
    var integers: [Int] = []
    for bytes in bytes(number) {
      var reader = WireReader(bytes)
      while !reader.isAtEnd { integers.append(Int(truncatingIfNeeded: try reader.varint())) }
    }
    return integers
  }

  /// All fields whose last value is a number.
  var integers: [Int: UInt64] {
    values.compactMapValues { values in
      guard case .varint(let value) = values.last else { return nil }
      return value
    }
  }
}
