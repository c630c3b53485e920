/// All that a suite of .proto files declares, found by full name.
public struct DescriptorSet: Sendable {
  public let files: [FileDescriptor]
  private let messagesByName: [String: MessageDescriptor]
  private let enumsByName: [String: EnumDescriptor]
  private let servicesByName: [String: ServiceDescriptor]
  private let fileNamesBySymbol: [String: String]

  /// Reads a serialized `google.protobuf.FileDescriptorSet`.
  public init(serialized: [UInt8]) throws(WireError) {
    var files: [FileDescriptor] = []
    for file in try DescriptorRecord(serialized[...]).bytes(1) {
      files.append(try DescriptorParser.file(file))
    }
    self.init(files: files)
  }

  /// The set of these files; each after those that it imports.
  public init(files: [FileDescriptor] = []) {
    var index = DescriptorIndex()
    for file in files { index.add(file) }
    self.files = files
    messagesByName = index.messages
    enumsByName = index.enums
    servicesByName = index.services
    fileNamesBySymbol = index.fileNames
  }

  /// The file of that path.
  public func file(named name: String) -> FileDescriptor? {
    files.first { $0.name == name }
  }

  /// The file that declares a message, enum, service, method, field or enum value.
  public func file(declaring symbol: String) -> FileDescriptor? {
    fileNamesBySymbol[symbol].flatMap(file(named:))
  }

  /// The file that adds the field of a number to a message.
  public func file(extending message: String, number: Int) -> FileDescriptor? {
    files.first { file in
      file.extensions.contains { $0.extended == message && $0.number == number }
    }
  }

  /// Numbers of the fields that are added to a message, in order.
  public func extensionNumbers(of message: String) -> [Int] {
    files.flatMap(\.extensions).filter { $0.extended == message }.map(\.number).sorted()
  }

  /// A file and everything that it imports, each once, itself first.
  public func withDependencies(_ file: FileDescriptor) -> [FileDescriptor] {
    var ordered = [file]
    var seen: Set = [file.name]
    var index = 0
    while index < ordered.count {
      for name in ordered[index].dependencies where seen.insert(name).inserted {
        if let dependency = self.file(named: name) { ordered.append(dependency) }
      }
      index += 1
    }
    return ordered
  }

  public func message(named fullName: String) -> MessageDescriptor? { messagesByName[fullName] }

  public func enumeration(named fullName: String) -> EnumDescriptor? { enumsByName[fullName] }

  public func service(named fullName: String) -> ServiceDescriptor? { servicesByName[fullName] }
}

/// What is declared where.
private struct DescriptorIndex {
  var messages: [String: MessageDescriptor] = [:]
  var enums: [String: EnumDescriptor] = [:]
  var services: [String: ServiceDescriptor] = [:]
  var fileNames: [String: String] = [:]

  mutating func add(_ file: FileDescriptor) {
    for message in file.messages { add(message, file.name) }
    for enumeration in file.enums { add(enumeration, file.name) }
    for field in file.extensions { fileNames[field.fullName] = file.name }
    for service in file.services {
      services[service.fullName] = service
      fileNames[service.fullName] = file.name
      for method in service.methods { fileNames[method.fullName] = file.name }
    }
  }

  private mutating func add(_ message: MessageDescriptor, _ fileName: String) {
    messages[message.fullName] = message
    fileNames[message.fullName] = fileName
    for field in message.fields { fileNames["\(message.fullName).\(field.name)"] = fileName }
    for nested in message.messages { add(nested, fileName) }
    for enumeration in message.enums { add(enumeration, fileName) }
  }

  /// Values of an enum are declared beside it, not in it.
  private mutating func add(_ enumeration: EnumDescriptor, _ fileName: String) {
    enums[enumeration.fullName] = enumeration
    fileNames[enumeration.fullName] = fileName
    let scope = enumeration.fullName.dropLast(enumeration.name.count)
    for value in enumeration.values { fileNames["\(scope)\(value.name)"] = fileName }
  }
}
