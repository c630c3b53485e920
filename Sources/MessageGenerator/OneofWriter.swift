import Protobuf

/// Writes what concerns one oneof: an enum with a case for each field, and a property that may be nil.
struct OneofWriter {
  private let oneof: OneofDescriptor
  private let message: MessageDescriptor
  private let fields: [FieldDescriptor]
  private let types: TypeNames
  let property: String
  private let name: String

  init(_ oneof: OneofDescriptor, index: Int, of message: MessageDescriptor, types: TypeNames) {
    self.oneof = oneof
    self.message = message
    self.types = types
    fields = message.fields.filter { $0.oneofIndex == index }
    property = SwiftName.escaped(SwiftName.lowerCamel(oneof.name))
    let camel = SwiftName.upperCamel(oneof.name)
    let isTaken =
      message.messages.contains { $0.name == camel } || message.enums.contains { $0.name == camel }
    name = SwiftName.escaped(isTaken ? camel + "Choice" : camel)
  }

  var comment: String { oneof.comment }
  var type: String { "\(types.swift(message.fullName)).\(name)?" }

  func writeEnum(to code: inout CodeWriter) {
    code.documentation(oneof.comment)
    code.block("public enum \(name): Hashable, Sendable") { code in
      for field in fields {
        code.documentation(field.comment)
        code.line("case \(caseName(field))(\(ElementCode(field, types: types).type))")
      }
    }
  }

  func writeUnpacking(to code: inout CodeWriter) {
    code.line("switch c.pointee.\(oneof.name.lowercased())_case.rawValue {")
    for field in fields {
      let element = ElementCode(field, types: types)
      let source = "c.pointee.\(CName.member(field.name))"
      let copied =
        element.isMessage
        ? "\(source).map { .\(caseName(field))(\(element.unpacked("$0"))) }"
        : ".\(caseName(field))(\(element.unpacked(source)))"
      code.line("case \(field.number): self.\(property) = \(copied)")
    }
    code.line("default: self.\(property) = nil")
    code.line("}")
  }

  func writePacking(to code: inout CodeWriter) {
    let caseType = CName.oneofCase(oneof.name, of: message.fullName)
    code.line("switch \(property) {")
    for field in fields {
      let element = ElementCode(field, types: types)
      code.line("case .\(caseName(field))(let value):")
      code.line("  c.pointee.\(oneof.name.lowercased())_case = \(caseType)(rawValue: \(field.number))")
      code.line("  c.pointee.\(CName.member(field.name)) = \(element.packed("value", arena: "arena"))")
    }
    code.line("case nil: break")
    code.line("}")
  }

  private func caseName(_ field: FieldDescriptor) -> String {
    SwiftName.escaped(SwiftName.lowerCamel(field.name))
  }
}
