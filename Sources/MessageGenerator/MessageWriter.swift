import Protobuf

/// Writes a message as a struct.
struct MessageWriter {
  /// A property: a field or a oneof, in the order of the proto.
  fileprivate enum Member {
    case field(FieldWriter)
    case oneof(OneofWriter)
  }

  private let message: MessageDescriptor
  private let types: TypeNames
  private let members: [Member]
  private let structName: String

  init(_ message: MessageDescriptor, types: TypeNames) {
    self.message = message
    self.types = types
    structName = CName.type(message.fullName)
    var begun: Set<Int> = []
    members = message.fields.compactMap { field in
      guard let index = field.oneofIndex else { return .field(FieldWriter(field, types: types)) }
      guard begun.insert(index).inserted else { return nil }
      return .oneof(OneofWriter(message.oneofs[index], index: index, of: message, types: types))
    }
  }

  func write(to code: inout CodeWriter) {
    code.documentation(message.comment)
    code.block("public struct \(SwiftName.escaped(message.name)): ProtobufMessage, Hashable") { code in
      for member in members { writeProperty(member, to: &code) }
      if !members.isEmpty { code.blankLine() }
      code.line("/// The full protobuf name.")
      code.line("public static var fullName: String { \"\(message.fullName)\" }")
      writeNestedTypes(to: &code)
      writeInitializers(to: &code)
      writeCoding(to: &code)
    }
  }

  private func writeProperty(_ member: Member, to code: inout CodeWriter) {
    code.documentation(member.comment)
    code.line("public var \(member.property): \(member.type)")
  }

  private func writeNestedTypes(to code: inout CodeWriter) {
    for enumeration in message.enums {
      code.blankLine()
      EnumWriter(enumeration).write(to: &code)
    }
    for case .oneof(let oneof) in members {
      code.blankLine()
      oneof.writeEnum(to: &code)
    }
    for nested in message.messages where !nested.isMapEntry {
      code.blankLine()
      MessageWriter(nested, types: types).write(to: &code)
    }
  }

  private func writeInitializers(to code: inout CodeWriter) {
    code.blankLine()
    code.line("/// A message whose fields all have their defaults.")
    code.block("public init()") { code in
      for member in members { code.line("self.\(member.property) = \(member.defaultValue)") }
    }
    guard !members.isEmpty else { return }
    code.blankLine()
    code.line("/// A message with these fields.")
    code.line("public init(")
    for (index, member) in members.enumerated() {
      let comma = index == members.count - 1 ? "" : ","
      code.line("  \(member.property): \(member.type) = \(member.defaultValue)\(comma)")
    }
    code.block(")") { code in
      for member in members { code.line("self.\(member.property) = \(member.property)") }
    }
  }

  private func writeCoding(to code: inout CodeWriter) {
    code.blankLine()
    code.block("public init(serialized: ByteBuffer) throws(WireError)") { code in
      code.line("self.init()")
      let descriptor = "\(CName.function(message.fullName))__get_descriptor()"
      code.block("try Unpacking.read(serialized, \(descriptor))") { code in
        code.line("self = Self(unpacked: $0.assumingMemoryBound(to: \(structName).self))")
      }
    }
    code.blankLine()
    code.block("public func serialize(into buffer: inout ByteBuffer)") { code in
      code.line("Packing.append(to: &buffer) { arena in packed(in: &arena) }")
    }
    code.blankLine()
    code.block("public func serializedBytes() -> [UInt8]") { code in
      code.line("Packing.bytes { arena in packed(in: &arena) }")
    }
    code.blankLine()
    code.block("init(unpacked c: UnpackedMessage<\(structName)>)") { code in
      for member in members { member.writeUnpacking(to: &code) }
    }
    code.blankLine()
    code.block("func packed(in arena: inout Arena) -> ArenaMessage<\(structName)>") { code in
      code.line("let c = arena.allocate(\(structName).self)")
      code.line("\(CName.function(message.fullName))__init(c)")
      for member in members { member.writePacking(to: &code) }
      code.line("return c")
    }
  }
}

extension MessageWriter.Member {
  fileprivate var property: String {
    switch self {
    case .field(let field): field.property
    case .oneof(let oneof): oneof.property
    }
  }

  fileprivate var type: String {
    switch self {
    case .field(let field): field.type
    case .oneof(let oneof): oneof.type
    }
  }

  fileprivate var defaultValue: String {
    switch self {
    case .field(let field): field.defaultValue
    case .oneof: "nil"
    }
  }

  fileprivate var comment: String {
    switch self {
    case .field(let field): field.comment
    case .oneof(let oneof): oneof.comment
    }
  }

  fileprivate func writeUnpacking(to code: inout CodeWriter) {
    switch self {
    case .field(let field): field.writeUnpacking(to: &code)
    case .oneof(let oneof): oneof.writeUnpacking(to: &code)
    }
  }

  fileprivate func writePacking(to code: inout CodeWriter) {
    switch self {
    case .field(let field): field.writePacking(to: &code)
    case .oneof(let oneof): oneof.writePacking(to: &code)
    }
  }
}
