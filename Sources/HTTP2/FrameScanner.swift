/// Finds the headers of frames among received bytes: of all frames, while nghttp2 tells nothing of those it skips.
struct FrameScanner {
  /// What precedes the payload of each frame (RFC 9113, section 4.1).
  struct Header {
    let length: Int
    let type: UInt8
    let flags: UInt8
    let stream: Int32
  }

  private static let headerBytes = 9
  private static let prefaceBytes = 24

  /// Bytes to pass over before the next header.
  private var passing: Int
  /// The beginning of a header that the last input ended in.
  private var cutOff: [UInt8] = []

  init(role: HTTP2Session.Role) {
    passing = role == .server ? Self.prefaceBytes : 0
  }

  /// The next header at `index` or behind it; nil when the input has no more, and `index` is its end.
  mutating func next(in input: UnsafeBufferPointer<UInt8>, at index: inout Int) -> Header? {
    let passed = min(passing, input.count - index)
    passing -= passed
    index += passed
    guard index < input.count else { return nil }
    let missing = Self.headerBytes - cutOff.count
    guard input.count - index >= missing else {
      cutOff += input[index...]
      index = input.count
      return nil
    }
    let header =
      cutOff.isEmpty
      ? Self.header(input[index..<index + missing])
      : Self.header((cutOff + input[index..<index + missing])[...])
    cutOff = []
    index += missing
    passing = header.length
    return header
  }

  private static func header<Bytes: RandomAccessCollection<UInt8>>(_ bytes: Bytes) -> Header
  where Bytes.Index == Int {
    let start = bytes.startIndex
    func number(_ range: Range<Int>) -> UInt32 {
      range.reduce(0) { $0 << 8 | UInt32(bytes[start + $1]) }
    }
    return Header(
      length: Int(number(0..<3)),
      type: bytes[start + 3],
      flags: bytes[start + 4],
      stream: Int32(number(5..<9) & 0x7fff_ffff)
    )
  }
}
