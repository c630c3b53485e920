import NIOCore
import Protobuf

/// A field of an answer that a later request repeats, such as `numbers.0.areaCode`: found on the wire, since a load
/// is made of very many answers.
struct AnswerField: Equatable {
  private enum Step: Equatable {
    case field(Int)
    /// The element of that place of a repeated field.
    case element(Int, index: Int)
  }

  private let steps: [Step]
  private let kind: FieldDescriptor.Kind

  /// Finds the field by its names in JSON; nil when the type has no such field, or it is no text or number.
  init?(path: String, in type: String, of descriptors: DescriptorSet) {
    var steps: [Step] = []
    var parts = path.split(separator: ".").map(String.init)[...]
    var message = descriptors.message(named: type)
    var kind = FieldDescriptor.Kind.message
    while let name = parts.popFirst() {
      guard let field = message?.fields.first(where: { $0.name == name || $0.jsonName == name }) else {
        return nil
      }
      if field.isRepeated {
        guard let index = parts.popFirst().flatMap(Int.init), index >= 0 else { return nil }
        steps.append(.element(field.number, index: index))
      } else {
        steps.append(.field(field.number))
      }
      kind = field.kind
      message = descriptors.message(named: field.typeName)
    }
    guard [.string, .int32, .int64, .uint32, .uint64, .bool].contains(kind) else { return nil }
    self.steps = steps
    self.kind = kind
  }

  /// Its text; nil when the answer has no such element, or is malformed. A field that is not there has its default.
  func text(in answer: ByteBuffer) -> String? {
    var bytes = Array(answer.readableBytesView)[...]
    for step in steps.dropLast() {
      guard case .bytes(let nested)? = Self.value(step, in: bytes) else { return nil }
      bytes = nested
    }
    guard let last = steps.last else { return nil }
    switch (Self.value(last, in: bytes), last) {
    case (.bytes(let text)?, _): return String(decoding: text, as: UTF8.self)
    case (.varint(let number)?, _): return text(of: number)
    case (nil, .field): return kind == .string ? "" : text(of: 0)
    default: return nil
    }
  }

  private func text(of number: UInt64) -> String {
    switch kind {
    case .bool: number == 0 ? "false" : "true"
    case .uint32, .uint64: "\(number)"
    default: "\(Int64(bitPattern: number))"
    }
  }

  private static func value(_ step: Step, in bytes: ArraySlice<UInt8>) -> WireReader.Value? {
    var reader = WireReader(bytes)
    var found: [WireReader.Value] = []
    let wanted =
      switch step {
      case .field(let number), .element(let number, _): number
      }
    // What is malformed ends the reading: nothing is found behind it.
    while let (number, value) = try? reader.next() {
      if number == wanted { found.append(value) }
    }
    guard case .element(_, let index) = step else { return found.last }
    return found.indices.contains(index) ? found[index] : nil
  }
}
