public import CProtobufC

/// What protobuf-c unpacked as Swift values, for the generated code.
extension String {
  /// A string that ends with a NUL.
  @inlinable @inline(__always)
  public init(unpacked pointer: UnsafeMutablePointer<CChar>?) {
    guard let pointer, pointer.pointee != 0 else {
      self = ""
      return
    }
    self.init(cString: pointer)
  }
}

extension Array {
  /// The elements of a repeated field.
  @inlinable @inline(__always)
  public init<Packed>(
    unpacked pointer: UnsafeMutablePointer<Packed>?,
    count: Int,
    _ copy: (Packed) -> Element
  ) {
    guard let pointer, count > 0 else {
      self = []
      return
    }
    self.init(unsafeUninitializedCapacity: count) { target, initializedCount in
      for index in 0..<count {
        (target.baseAddress.unsafelyUnwrapped + index).initialize(to: copy(pointer[index]))
      }
      initializedCount = count
    }
  }
}

extension Array {
  /// The messages of a repeated field; protobuf-c leaves none of them out.
  @inlinable @inline(__always)
  public init<Packed>(
    unpackedMessages pointer: UnsafeMutablePointer<UnsafeMutablePointer<Packed>?>?,
    count: Int,
    _ copy: (UnsafeMutablePointer<Packed>) -> Element
  ) {
    self.init(unpacked: pointer, count: count) { copy($0.unsafelyUnwrapped) }
  }
}

extension Array where Element == UInt8 {
  /// Bytes with their length.
  @inlinable @inline(__always)
  public init(unpacked data: ProtobufCBinaryData) {
    self.init(UnsafeBufferPointer(start: data.data, count: data.data == nil ? 0 : data.len))
  }
}
