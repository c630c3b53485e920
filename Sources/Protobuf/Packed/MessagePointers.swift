/// A message as protobuf-c unpacked it, for the generated code: valid until its copying ends.
public typealias UnpackedMessage<Struct> = UnsafePointer<Struct>

/// A message that was put into an arena to be packed, for the generated code: valid as long as the arena.
public typealias ArenaMessage<Struct> = UnsafeMutablePointer<Struct>

extension Array where Element == UInt8 {
  /// Bytes that C keeps.
  public init(copying start: UnsafePointer<UInt8>?, count: Int) {
    self.init(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  }
}
