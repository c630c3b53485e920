import NIOCore
import Testing

@testable import RPC

@Suite struct EncodingTests {
  @Test(
    arguments: [
      ("1H", 3_600_000_000_000), ("2M", 120_000_000_000), ("99999999n", 99_999_999), ("5S", 5_000_000_000),
      ("7m", 7_000_000),
      ("0u", 0),
    ] as [(String, Int64)]
  )
  func timeout(header: String, nanoseconds: Int64) {
    let start = NIODeadline.uptimeNanoseconds(1_000)
    #expect(Deadline(timeoutHeader: header, from: start)?.instant == start + .nanoseconds(nanoseconds))
  }

  @Test(arguments: ["", "5", "S", "123456789S", "-1S", "1s", "1S1", "1 S", "5SS"])
  func malformedTimeout(header: String) {
    #expect(Deadline(timeoutHeader: header, from: .now()) == nil)
  }

  @Test func hugeTimeoutIsACentury() {
    let deadline = Deadline(timeoutHeader: "99999999H", from: .uptimeNanoseconds(0))
    #expect(deadline?.instant == .uptimeNanoseconds(100 * 365 * 86_400 * 1_000_000_000))
  }

  @Test func timeoutHeaderHasAtMostEightDigits() {
    for nanoseconds in [1, 99_999_999, 100_000_000, 5_000_000_000, 86_400_000_000_000, Int64.max / 4] {
      let header = Deadline(.now() + .nanoseconds(nanoseconds)).timeoutHeader
      #expect(header.utf8.count <= 9 && Deadline(timeoutHeader: header, from: .now()) != nil, "\(header)")
    }
  }

  @Test func shortenedDeadlineIsEarlierAndNotPast() {
    for milliseconds in [1, 50, 1_000, 60_000] as [Int64] {
      let deadline = Deadline(.now() + .milliseconds(milliseconds))
      #expect(deadline.shortened < deadline)
      #expect(deadline.instant - deadline.shortened.instant <= .milliseconds(20))
    }
  }

  @Test func base64() {
    for length in 0..<40 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
      let text = Base64.encode(bytes)
      #expect(!text.contains("="))
      #expect(Base64.decode(text) == bytes)
      let padded = text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
      #expect(Base64.decode(padded) == bytes)
    }
    for malformed in ["A", "AA=A", "A-B_", "====", "AAAA="] where malformed != "AAAA=" {
      #expect(Base64.decode(malformed) == nil, "\(malformed)")
    }
  }

  @Test func percentEncoding() {
    let text = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n 100%"
    let encoded = PercentEncoding.encode(text)
    #expect(encoded.utf8.allSatisfy { $0 >= 0x20 && $0 <= 0x7e })
    #expect(PercentEncoding.decode(encoded) == text)
    #expect(PercentEncoding.decode("100%, %zz, %4") == "100%, %zz, %4")
  }

  /// RFC 9113, section 8.2.1.
  @Test(arguments: [(" a b ", "%20a b%20"), (" ", "%20"), ("", ""), ("a b", "a b")])
  func percentEncodingLeavesNoSpaceAtEitherEnd(text: String, encoded: String) {
    #expect(PercentEncoding.encode(text) == encoded)
    #expect(PercentEncoding.decode(encoded) == text)
  }

  @Test func statusDetailsSurviveTheWire() {
    let error = RPCError(.invalidArgument, reason: "A_B", message: "m", information: ["k": "v", "l": ""])
      .with(.badRequest([FieldViolation(field: "f", reason: "R", description: "d")]))
      .with(.preconditionFailure([PreconditionViolation(type: "T", subject: "s", description: "d")]))
      .with(.resourceInfo(type: "t", name: "n", description: "d"))
      .with(.retryInfo(delayMilliseconds: 90_061_001))
      .with(.other(typeURL: "type.googleapis.com/google.rpc.Help", value: [1, 2, 3]))
    #expect(StatusDetails.decode(StatusDetails.encode(error)) == error.details)
  }

  @Test func malformedStatusDetailsAreNoDetails() {
    let bytes = StatusDetails.encode(RPCError(.unknown, reason: "X", message: "m"))
    for count in bytes.indices { _ = StatusDetails.decode(Array(bytes.prefix(count))) }
    #expect(StatusDetails.decode([0xff, 0xff, 0xff]).isEmpty)
  }
}
