import Testing

@testable import Protobuf

/// The standard library is the oracle of what is UTF-8.
struct TextBytesTests {
  @Test func agreesWithTheStandardLibrary() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let interesting: [UInt8] = [
      0, 1, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
      0xEE, 0xEF,
      0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]
    for _ in 0..<5_000 {
      let ascii = Array(repeating: UInt8(0x61), count: Int.random(in: 0...17, using: &random))
      let count = Int.random(in: 0...5, using: &random)
      let bytes = ascii + (0..<count).map { _ in interesting.randomElement(using: &random) ?? 0 }
      let isText = String(validating: bytes, as: UTF8.self) != nil && !bytes.contains(0)
      let refusal = bytes.withUnsafeBytes { buffer in
        buffer.baseAddress.flatMap { textRefusal($0, count: buffer.count) }
      }
      guard (refusal == nil) == isText else {
        Issue.record("seed \(seed): \(bytes) gave \(String(describing: refusal))")
        return
      }
      let padded = bytes + Array(repeating: UInt8.random(in: 0...1, using: &random), count: 8)
      let hasZero = padded.withUnsafeBytes { buffer in
        buffer.baseAddress.map { containsZero(padded: $0, count: bytes.count) } ?? false
      }
      #expect(hasZero == bytes.contains(0), "seed \(seed): \(bytes)")
    }
  }
}
