import Protobuf

/// Writes an enum: open, as proto3 wants it.
struct EnumWriter {
  private let enumeration: EnumDescriptor
  /// One value a number; aliases are left out.
  private let values: [(value: EnumValueDescriptor, name: String)]

  init(_ enumeration: EnumDescriptor) {
    self.enumeration = enumeration
    var numbers: Set<Int32> = []
    values = enumeration.values.filter { numbers.insert($0.number).inserted }
      .map { ($0, SwiftName.enumCase($0.name, of: enumeration.name)) }
  }

  func write(to code: inout CodeWriter) {
    code.documentation(enumeration.comment)
    code.block("public enum \(SwiftName.escaped(enumeration.name)): Hashable, Sendable") { code in
      for (value, name) in values {
        code.documentation(value.comment)
        code.line("case \(name)")
      }
      code.line("/// A number that this version does not know.")
      code.line("case unrecognized(Int32)")
      code.blankLine()
      writeInitializer(to: &code)
      code.blankLine()
      writeRawValue(to: &code)
      code.blankLine()
      writeName(to: &code)
    }
  }

  private func writeInitializer(to code: inout CodeWriter) {
    code.line("/// The value of that number on the wire.")
    code.block("public init(rawValue: Int32)") { code in
      code.line("switch rawValue {")
      for (value, name) in values { code.line("case \(value.number): self = .\(name)") }
      code.line("default: self = .unrecognized(rawValue)")
      code.line("}")
    }
  }

  private func writeRawValue(to code: inout CodeWriter) {
    code.line("/// Its number on the wire.")
    code.block("public var rawValue: Int32") { code in
      code.line("switch self {")
      for (value, name) in values { code.line("case .\(name): \(value.number)") }
      code.line("case .unrecognized(let number): number")
      code.line("}")
    }
  }

  private func writeName(to code: inout CodeWriter) {
    code.line("/// Its name in the proto; the number when it is not known.")
    code.block("public var name: String") { code in
      code.line("switch self {")
      for (value, name) in values { code.line("case .\(name): \"\(value.name)\"") }
      code.line("case .unrecognized(let number): String(number)")
      code.line("}")
    }
  }
}
