@testable import Protobuf

/// Writes random messages of any type by its descriptor, in all the ways that the wire format allows.
struct RandomMessage {
  let descriptors: DescriptorSet
  var random: SeededGenerator

  mutating func bytes(of descriptor: MessageDescriptor, depth: Int = 0) -> [UInt8] {
    var writer = WireWriter()
    var oneofs: Set<Int> = []
    for field in descriptor.fields.shuffled(using: &random) where Bool.random(using: &random) {
      if let index = field.oneofIndex, !oneofs.insert(index).inserted { continue }
      append(field, to: &writer, depth: depth)
    }
    if Int.random(in: 0..<8, using: &random) == 0 { writer.append(500_000, .varint(random.next())) }
    return writer.bytes
  }

  private mutating func append(_ field: FieldDescriptor, to writer: inout WireWriter, depth: Int) {
    guard field.isRepeated else { return writer.append(field.number, value(field, depth: depth)) }
    let values = (0..<Int.random(in: 0...4, using: &random)).map { _ in value(field, depth: depth) }
    guard field.kind.packedWireType != nil, Bool.random(using: &random) else {
      return values.forEach { writer.append(field.number, $0) }
    }
    var packed = WireWriter()
    values.forEach { packed.appendPacked($0) }
    writer.append(field.number, packed.bytes)
  }

  private mutating func value(_ field: FieldDescriptor, depth: Int) -> WireReader.Value {
    switch field.kind {
    case .message:
      guard let type = descriptors.message(named: field.typeName), depth < 4 else { return .bytes([]) }
      if let wellKnown = WellKnownType(rawValue: type.fullName) { return .bytes(bytes(of: wellKnown)[...]) }
      return .bytes(bytes(of: type, depth: depth + 1)[...])
    case .string: return .bytes(Array(text().utf8)[...])
    case .bytes:
      return .bytes(
        (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }[
          ...
        ]
      )
    case .enumeration:
      return .varint(UInt64(bitPattern: Int64([0, 1, 2, 3, 900, -1].randomElement(using: &random) ?? 0)))
    case .bool: return .varint(UInt64.random(in: 0...1, using: &random))
    case .double: return .fixed64(floating().bitPattern)
    case .float: return .fixed32(Float(floating()).bitPattern)
    case .int32, .sint32, .uint32: return .varint(number32())
    default:
      switch field.kind.packedWireType {
      case .fixed32: return .fixed32(UInt32(truncatingIfNeeded: number()))
      case .fixed64: return .fixed64(number())
      default: return .varint(number())
      }
    }
  }

  private mutating func bytes(of type: WellKnownType) -> [UInt8] {
    guard type != .fieldMask else { return WellKnownType.fieldMask.bytes(from: "name,pageSize") ?? [] }
    let seconds = Int64.random(in: 0...253_402_300_799, using: &random)
    let record = try? DescriptorRecord([])
    guard let record else { return [] }
    var value = SecondsAndNanoseconds(record)
    value.seconds = seconds
    value.nanoseconds = Int64.random(in: 0...999_999_999, using: &random)
    return value.bytes
  }

  private mutating func text() -> String {
    let alphabet: [Character] = ["a", "1", "+", " ", "\"", "\\", "\n", "é", "語", "☎️", "𝄞", "\u{1}", "/"]
    return String(
      (0..<Int.random(in: 0...40, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "x" }
    )
  }

  private mutating func number() -> UInt64 {
    [0, 1, 127, 128, UInt64(UInt32.max), UInt64.max, UInt64(bitPattern: .min), random.next()]
      .randomElement(using: &random) ?? 0
  }

  /// Neither -0.0, which protobuf-c takes for the default, nor the many forms of NaN, of which JSON knows one.
  private mutating func floating() -> Double {
    [
      0, 1, -1.5, 0.1, 1e300, .leastNonzeroMagnitude, .infinity, -.infinity, .nan,
      Double.random(in: -1e9...1e9, using: &random),
    ]
    .randomElement(using: &random) ?? 0
  }

  /// Sign extended, as every encoder writes it.
  private mutating func number32() -> UInt64 {
    UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: number())))
  }
}
