/// Whether a byte is 0, eight bytes at a time.
@inlinable
func containsZero(_ start: UnsafeRawPointer, count: Int) -> Bool {
  var offset = 0
  while offset &+ 8 <= count {
    let word = start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { return true }
    offset &+= 8
  }
  while offset < count {
    if start.load(fromByteOffset: offset, as: UInt8.self) == 0 { return true }
    offset &+= 1
  }
  return false
}

/// What is wrong with the bytes of a string, if anything: protobuf-c accepts all (findings.md).
func textRefusal(_ start: UnsafeRawPointer, count: Int) -> WireError.Reason? {
  var offset = 0
  while offset &+ 8 <= count {
    let word = start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    // Eight bytes of 1 to 127.
    guard (word | (word &- 0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080 == 0 else { break }
    offset &+= 8
  }
  while offset < count {
    let length = scalarLength(start + offset, limit: count - offset)
    guard length > 0 else {
      return start.load(fromByteOffset: offset, as: UInt8.self) == 0 ? .nulInString : .invalidUTF8
    }
    offset &+= length
  }
  return nil
}

/// Length of the well-formed scalar at `start` (Unicode 15, table 3-7); 0 when there is none or it is U+0000.
@inline(__always)
private func scalarLength(_ start: UnsafeRawPointer, limit: Int) -> Int {
  let first = start.load(as: UInt8.self)
  if first < 0x80 { return first == 0 ? 0 : 1 }
  let (length, second): (Int, ClosedRange<UInt8>) =
    switch first {
    case 0xC2...0xDF: (2, 0x80...0xBF)
    case 0xE0: (3, 0xA0...0xBF)
    case 0xED: (3, 0x80...0x9F)
    case 0xE1...0xEF: (3, 0x80...0xBF)
    case 0xF0: (4, 0x90...0xBF)
    case 0xF1...0xF3: (4, 0x80...0xBF)
    case 0xF4: (4, 0x80...0x8F)
    default: (0, 0x80...0xBF)
    }
  guard length > 0, length <= limit, second.contains(start.load(fromByteOffset: 1, as: UInt8.self)) else {
    return 0
  }
  for offset in 2..<max(2, length) where start.load(fromByteOffset: offset, as: UInt8.self) & 0xC0 != 0x80 {
    return 0
  }
  return length
}
