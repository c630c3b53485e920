import CNghttp2

/// A header section that never changes, laid out once for nghttp2, which then copies nothing.
///
/// `@unchecked Sendable`: immutable after `init`, and its memory is never freed, because nghttp2 may refer to it until
/// the last frame is sent. Make them static.
public final class PreparedHeaders: @unchecked Sendable {
  let fields: UnsafeMutablePointer<nghttp2_nv>
  let count: Int

  public init(_ headers: [HeaderField]) {
    count = headers.count
    fields = .allocate(capacity: headers.count)
    let flags = UInt8(NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue | NGHTTP2_NV_FLAG_NO_COPY_VALUE.rawValue)
    for (index, header) in headers.enumerated() {
      let name = Self.immortal(header.name)
      let value = Self.immortal(header.value)
      fields.advanced(by: index).initialize(
        to: nghttp2_nv(
          name: name.baseAddress,
          value: value.baseAddress,
          namelen: name.count,
          valuelen: value.count,
          flags: flags
        )
      )
    }
  }

  private static func immortal(_ text: String) -> UnsafeMutableBufferPointer<UInt8> {
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
    _ = memory.initialize(from: text.utf8)
    return memory
  }
}

/// Lays header fields out for one call of nghttp2, which copies them.
func withHeaderList<Result>(
  _ headers: [HeaderField],
  _ body: (UnsafeMutablePointer<nghttp2_nv>, Int) -> Result
) -> Result {
  let byteCount = headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
  return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: byteCount + 1) { bytes in
    withUnsafeTemporaryAllocation(of: nghttp2_nv.self, capacity: headers.count + 1) { fields in
      var offset = 0
      func place(_ text: String) -> UnsafeMutablePointer<UInt8>? {
        let start = bytes.baseAddress.map { $0 + offset }
        for byte in text.utf8 {
          bytes[offset] = byte
          offset += 1
        }
        return start
      }
      for (index, header) in headers.enumerated() {
        // A value that differs with every call would push useful ones out of the peer's table.
        let flags = header.name == "grpc-timeout" ? UInt8(NGHTTP2_NV_FLAG_NO_INDEX.rawValue) : 0
        let name = place(header.name)
        let value = place(header.value)
        fields[index] = nghttp2_nv(
          name: name,
          value: value,
          namelen: header.name.utf8.count,
          valuelen: header.value.utf8.count,
          flags: flags
        )
      }
      guard let first = fields.baseAddress else { preconditionFailure("an allocation has an address") }
      return body(first, headers.count)
    }
  }
}
