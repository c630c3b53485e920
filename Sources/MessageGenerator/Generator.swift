import Protobuf

/// Why no code can be written for a proto.
struct UnsupportedProto: Error, CustomStringConvertible {
  let description: String
}

/// Writes the Swift files of a set of protos.
struct Generator {
  private let descriptors: DescriptorSet
  private let types: TypeNames

  init(_ descriptors: DescriptorSet) {
    self.descriptors = descriptors
    self.types = TypeNames(descriptors)
  }

  /// The files for these protos, and those that the module needs once.
  func files(for names: [String]) throws -> [GeneratedFile] {
    let protos = names.compactMap(descriptors.file(named:))
    var files = [packages(protos), embeddedDescriptors(protos)]
    for proto in protos {
      try SupportedSubset(descriptors).check(proto)
      let package = SwiftName.package(proto.package)
      if let types = typeFile(proto, package: package) { files.append(types) }
      for service in proto.services { files.append(serviceFile(service, in: proto, package: package)) }
    }
    return files
  }

  private func packages(_ protos: [FileDescriptor]) -> GeneratedFile {
    var code = CodeWriter(header: "the packages of all protos")
    for package in Set(protos.map(\.package)).sorted() {
      code.blankLine()
      code.line("/// The protobuf package `\(package)`.")
      code.line("public enum \(SwiftName.package(package)) {}")
    }
    return GeneratedFile(name: "Packages.swift", content: code.text)
  }

  private func embeddedDescriptors(_ protos: [FileDescriptor]) -> GeneratedFile {
    var code = CodeWriter(
      header: "all protos",
      imports: ["internal import CMessages", "public import Protobuf"]
    )
    code.blankLine()
    code.line("/// The descriptors of all protos, for reflection and JSON.")
    code.block("public enum ProtoDescriptors") { code in
      code.line("/// The serialized `google.protobuf.FileDescriptorSet`.")
      code.block("public static var serialized: [UInt8]") { code in
        code.line("let length = trunkline_descriptor_set_length()")
        code.line("return Array(copying: trunkline_descriptor_set(), count: length)")
      }
      code.blankLine()
      code.line("/// The same, read once. A test proves that it can be read.")
      code.line("public static let all = (try? DescriptorSet(serialized: serialized)) ?? DescriptorSet()")
      code.blankLine()
      code.line("/// The JSON mapping of all messages.")
      code.line("public static let json = ProtobufJSON(all)")
      code.blankLine()
      code.line("/// All message types.")
      code.line("public static let messageTypes: [any ProtobufMessage.Type] = [")
      for message in protos.flatMap(\.messages) { writeTypes(message, to: &code) }
      code.line("]")
    }
    return GeneratedFile(name: "ProtoDescriptors.swift", content: code.text)
  }

  private func writeTypes(_ message: MessageDescriptor, to code: inout CodeWriter) {
    guard !message.isMapEntry else { return }
    code.line("  \(types.swift(message.fullName)).self,")
    for nested in message.messages { writeTypes(nested, to: &code) }
  }

  private func typeFile(_ proto: FileDescriptor, package: String) -> GeneratedFile? {
    guard !proto.messages.isEmpty || !proto.enums.isEmpty else { return nil }
    var imports = ["public import Protobuf"]
    if !proto.messages.isEmpty { imports = ["internal import CMessages", "public import NIOCore"] + imports }
    var code = CodeWriter(header: proto.name, imports: proto.messages.isEmpty ? [] : imports)
    code.blankLine()
    code.block("extension \(package)") { code in
      for (index, enumeration) in proto.enums.enumerated() {
        if index > 0 { code.blankLine() }
        EnumWriter(enumeration).write(to: &code)
      }
      for (index, message) in proto.messages.enumerated() {
        if index > 0 || !proto.enums.isEmpty { code.blankLine() }
        MessageWriter(message, types: types).write(to: &code)
      }
    }
    let stem = SwiftName.upperCamel(proto.name.split(separator: "/").last?.dropLast(6).description ?? "")
    return GeneratedFile(name: "\(package)+\(stem)Types.swift", content: code.text)
  }

  private func serviceFile(
    _ service: ServiceDescriptor,
    in proto: FileDescriptor,
    package: String
  ) -> GeneratedFile {
    var code = CodeWriter(header: proto.name, imports: ["public import RPC"])
    ServiceWriter(service, package: package, types: types).write(to: &code)
    return GeneratedFile(name: "\(package)+\(service.name).swift", content: code.text)
  }
}
