import NIOCore
import Testing

@testable import HTTP2

@Suite struct FrameScannerTests {
  private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

  private func frame(_ type: UInt8, _ stream: UInt8, _ payload: Int) -> [UInt8] {
    [0, UInt8(payload >> 8), UInt8(payload & 0xff), type, 0, 0, 0, 0, stream]
      + [UInt8](repeating: 0xee, count: payload)
  }

  private func seen(_ pieces: [[UInt8]], _ role: HTTP2Session.Role) -> [String] {
    var scanner = FrameScanner(role: role)
    var headers: [String] = []
    for piece in pieces {
      piece.withUnsafeBufferPointer { input in
        var index = 0
        while let header = scanner.next(in: input, at: &index) {
          headers.append("\(header.type) on \(header.stream), \(header.length)")
        }
      }
    }
    return headers
  }

  @Test func allHeadersAreFound() {
    let bytes = Self.preface + frame(4, 0, 0) + frame(1, 1, 300) + frame(0x77, 3, 7)
    #expect(seen([bytes], .server) == ["4 on 0, 0", "1 on 1, 300", "119 on 3, 7"])
  }

  @Test func theReservedBitIsNoPartOfTheStream() {
    var bytes = frame(0, 5, 1)
    bytes[5] = 0x80
    #expect(seen([bytes], .client) == ["0 on 5, 1"])
  }

  @Test func cutsMakeNoDifference() {
    let seed = UInt64.random(in: .min ... .max)
    var state = seed
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var bytes = Self.preface
    for _ in 0..<100 { bytes += frame(UInt8(random(12)), UInt8(random(200)), random(30)) }
    var pieces: [[UInt8]] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = min(rest.count, 1 + random(20))
      pieces.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    let whole = seen([bytes], .server)
    #expect(whole.count == 100)
    #expect(seen(pieces, .server) == whole, "seed \(seed)")
  }
}
