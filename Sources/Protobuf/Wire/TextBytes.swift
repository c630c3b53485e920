/// Whether one of `count` bytes is 0, eight at a time. Memory must reach to the next multiple of 8 behind them.
@inlinable
func containsZero(padded start: UnsafeRawPointer, count: Int) -> Bool {
  var offset = 0
  while offset < count {
    var word = start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    // What lies behind the bytes does not count.
    if count &- offset < 8 { word |= UInt64.max &<< UInt64(8 &* (count &- offset)) }
    if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { return true }
    offset &+= 8
  }
  return false
}

/// Whether eight bytes are all 1 to 127.
@inline(__always)
private func isPlainASCII(_ word: UInt64) -> Bool {
  (word | (word &- 0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080 == 0
}

/// What is wrong with the bytes of a string, if anything: protobuf-c accepts all (findings.md).
func textRefusal(_ start: UnsafeRawPointer, count: Int) -> WireError.Reason? {
  var offset = 0
  while offset &+ 8 <= count {
    guard isPlainASCII(start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) else { break }
    offset &+= 8
  }
  // The last eight bytes, of which some were seen already.
  if offset &+ 8 > count, count >= 8,
    isPlainASCII(start.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
  {
    return nil
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
