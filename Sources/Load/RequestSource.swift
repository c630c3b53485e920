import NIOCore
import Synchronization

/// The requests of one connection, one after the other.
///
/// Many are written into one buffer and cut out of it, so that a call costs no allocation of its own.
struct RequestSource {
  private static let batch = 64

  private let template: RequestTemplate
  private let sequence: SequenceCounter
  private var random = SplitMix64(seed: .random(in: .min ... .max))
  private var prepared = ByteBuffer()
  /// Lengths of the requests in `prepared`, the last one first.
  private var lengths: [Int] = []

  init(_ template: RequestTemplate, sequence: SequenceCounter) {
    self.template = template
    self.sequence = sequence
  }

  /// The next request, behind its length prefix.
  mutating func next() -> ByteBuffer {
    if lengths.isEmpty { prepare() }
    return lengths.popLast().flatMap { prepared.readSlice(length: $0) } ?? ByteBuffer()
  }

  private mutating func prepare() {
    var buffer = ByteBuffer()
    var number = sequence.take(Self.batch)
    var newest: [Int] = []
    newest.reserveCapacity(Self.batch)
    for _ in 0..<Self.batch {
      let variant = template.variants[Int(truncatingIfNeeded: random.next() >> 1) % template.variants.count]
      let start = buffer.writerIndex
      buffer.writeBytes(variant.bytes)
      for (offset, field) in variant.patches {
        var position = start + offset
        field.write(using: &random, sequence: number) { byte in
          buffer.setInteger(byte, at: position)
          position += 1
        }
      }
      newest.append(variant.bytes.count)
      number += 1
    }
    prepared = buffer
    lengths = newest.reversed()
  }
}

/// Numbers that no two calls of a run share.
final class SequenceCounter: Sendable {
  private let next = Atomic<UInt64>(1)

  func take(_ count: Int) -> UInt64 {
    next.wrappingAdd(UInt64(count), ordering: .relaxed).oldValue
  }
}

/// Steele, Lea and Flood's generator: fast, and good enough for numbers that only have to differ.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
