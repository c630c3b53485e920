public import CProtobufC

/// Swift values as protobuf-c wants them, for the generated code.
extension Arena {
  /// Memory for one struct, not initialised.
  @inlinable @inline(__always)
  public mutating func allocate<Struct>(_: Struct.Type) -> UnsafeMutablePointer<Struct> {
    allocate(byteCount: MemoryLayout<Struct>.size).assumingMemoryBound(to: Struct.self)
  }

  /// A string that ends with a NUL. A NUL inside, which protobuf-c would take for the end, becomes U+FFFD.
  @inlinable
  public mutating func string(_ value: String) -> UnsafeMutablePointer<CChar> {
    var value = value
    return value.withUTF8 { utf8 in
      let count = utf8.count
      let target = allocate(byteCount: count &+ 1)
      if let source = utf8.baseAddress { target.copyMemory(from: source, byteCount: count) }
      target.storeBytes(of: 0, toByteOffset: count, as: UInt8.self)
      guard !containsZero(padded: target, count: count) else { return stringReplacingNUL(utf8) }
      return target.assumingMemoryBound(to: CChar.self)
    }
  }

  @usableFromInline @inline(never)
  mutating func stringReplacingNUL(_ utf8: UnsafeBufferPointer<UInt8>) -> UnsafeMutablePointer<CChar> {
    let replacement = Array("\u{FFFD}".utf8)
    var bytes: [UInt8] = []
    for byte in utf8 { bytes += byte == 0 ? replacement : [byte] }
    bytes.append(0)
    let target = allocate(byteCount: bytes.count)
    bytes.withUnsafeBytes { target.copyMemory(from: $0.baseAddress.unsafelyUnwrapped, byteCount: $0.count) }
    return target.assumingMemoryBound(to: CChar.self)
  }

  /// Bytes with their length.
  @inlinable
  public mutating func bytes(_ value: [UInt8]) -> ProtobufCBinaryData {
    ProtobufCBinaryData(len: value.count, data: elements(value) { value, _ in value })
  }

  /// The elements of a repeated field; nil when there are none.
  @inlinable @inline(__always)
  public mutating func elements<Element, Packed>(
    _ values: [Element],
    _ pack: (Element, inout Arena) -> Packed
  ) -> UnsafeMutablePointer<Packed>? {
    guard !values.isEmpty else { return nil }
    let target = allocate(byteCount: MemoryLayout<Packed>.stride * values.count)
      .assumingMemoryBound(to: Packed.self)
    for index in values.indices {
      (target + index).initialize(to: pack(values[index], &self))
    }
    return target
  }
}
