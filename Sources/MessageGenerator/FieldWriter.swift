import Protobuf

/// Writes what concerns one field outside a oneof.
struct FieldWriter {
  private let field: FieldDescriptor
  private let element: ElementCode
  private let types: TypeNames
  private let member: String
  let property: String

  init(_ field: FieldDescriptor, types: TypeNames) {
    self.field = field
    self.types = types
    element = ElementCode(field, types: types)
    member = CName.member(field.name)
    property = SwiftName.escaped(SwiftName.lowerCamel(field.name))
  }

  var comment: String { field.comment }

  private var mapEntry: (key: ElementCode, value: ElementCode)? {
    types.mapEntry(field.typeName).map { entry in
      (ElementCode(entry.key, types: types), ElementCode(entry.value, types: types))
    }
  }

  /// The name of the C member without backticks, after `n_`.
  private var count: String { "c.pointee.n_\(member.filter { $0 != "`" })" }

  var type: String {
    if let (key, value) = mapEntry { return "[\(key.type): \(value.type)]" }
    if field.isRepeated { return "[\(element.type)]" }
    return element.isMessage ? "\(element.type)?" : element.type
  }

  var defaultValue: String {
    if mapEntry != nil { return "[:]" }
    if field.isRepeated { return "[]" }
    return element.isMessage ? "nil" : element.defaultValue
  }

  func writeUnpacking(to code: inout CodeWriter) {
    if let (key, value) = mapEntry { return writeMapUnpacking(key, value, to: &code) }
    guard field.isRepeated else {
      let source = "c.pointee.\(member)"
      let copied =
        element.isMessage ? "\(source).map { \(element.unpacked("$0")) }" : element.unpacked(source)
      return code.line("self.\(property) = \(copied)")
    }
    let label = element.isMessage ? "unpackedMessages" : "unpacked"
    let copied = element.unpacked("$0")
    code.line("self.\(property) = Array(\(label): c.pointee.\(member), count: \(count)) { \(copied) }")
  }

  func writePacking(to code: inout CodeWriter) {
    let target = "c.pointee.\(member)"
    if let (key, value) = mapEntry { return writeMapPacking(key, value, to: &code) }
    if field.isRepeated {
      code.line("\(count) = \(property).count")
      let arena = element.packed("value", arena: "arena").contains("arena") ? "arena" : "_"
      code.line(
        "\(target) = arena.elements(\(property)) { value, \(arena) in \(element.packed("value", arena: "arena")) }"
      )
    } else if element.isMessage {
      code.line("\(target) = \(property)?.packed(in: &arena)")
    } else if element.isString {
      code.line("if !\(property).isEmpty { \(target) = arena.string(\(property)) }")
    } else {
      code.line("\(target) = \(element.packed(property, arena: "arena"))")
    }
  }

  private func writeMapUnpacking(_ key: ElementCode, _ value: ElementCode, to code: inout CodeWriter) {
    code.line("self.\(property) = [:]")
    code.block("for index in 0..<\(count)") { code in
      code.line("guard let entry = c.pointee.\(member)?[index] else { continue }")
      let source = "entry.pointee.value"
      let copied =
        value.isMessage
        ? "\(source).map { \(value.unpacked("$0")) } ?? \(value.defaultValue)" : value.unpacked(source)
      code.line("self.\(property)[\(key.unpacked("entry.pointee.key"))] = \(copied)")
    }
  }

  /// Sorted, so that equal messages have equal bytes.
  private func writeMapPacking(_ key: ElementCode, _ value: ElementCode, to code: inout CodeWriter) {
    let order = key.type == "Bool" ? "!$0.key && $1.key" : "$0.key < $1.key"
    code.line("\(count) = \(property).count")
    let opening = "c.pointee.\(member) = arena.elements(\(property).sorted { \(order) })"
    code.line("\(opening) { (pair, arena) -> ArenaMessage<\(CName.type(field.typeName))>? in")
    code.line("  let entry = arena.allocate(\(CName.type(field.typeName)).self)")
    code.line("  \(CName.function(field.typeName))__init(entry)")
    code.line("  entry.pointee.key = \(key.packed("pair.key", arena: "arena"))")
    code.line("  entry.pointee.value = \(value.packed("pair.value", arena: "arena"))")
    code.line("  return entry")
    code.line("}")
  }
}
