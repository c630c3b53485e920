/// The files of a serialized `google.protobuf.FileDescriptorSet`, by what they declare.
struct DescriptorIndex: Sendable {
  struct File: Sendable {
    let name: String
    let dependencies: [String]
    let bytes: [UInt8]
  }

  private(set) var files: [String: File] = [:]
  /// Name of the file that declares a symbol, without leading dot.
  private var fileOfSymbol: [String: String] = [:]
  private var fileOfExtension: [String: [Int32: String]] = [:]

  // Field numbers are those of google/protobuf/descriptor.proto.
  init(fileDescriptorSet: [UInt8]) {
    for bytes in DescriptorReader.values(1, of: fileDescriptorSet[...]) { add(file: bytes) }
  }

  private mutating func add(file: ArraySlice<UInt8>) {
    let name = DescriptorReader.text(1, of: file)
    let package = DescriptorReader.text(2, of: file)
    let dependencies = DescriptorReader.values(3, of: file).map { String(decoding: $0, as: UTF8.self) }
    files[name] = File(name: name, dependencies: dependencies, bytes: Array(file))
    for message in DescriptorReader.values(4, of: file) { add(message: message, in: package, file: name) }
    for type in DescriptorReader.values(5, of: file) { add(enumeration: type, in: package, file: name) }
    for service in DescriptorReader.values(6, of: file) {
      let serviceName = add(service, in: package, file: name)
      for method in DescriptorReader.values(2, of: service) { _ = add(method, in: serviceName, file: name) }
    }
    for field in DescriptorReader.values(7, of: file) { add(extension: field, in: package, file: name) }
  }

  private mutating func add(message: ArraySlice<UInt8>, in scope: String, file: String) {
    let name = add(message, in: scope, file: file)
    for field in DescriptorReader.values(2, of: message) { _ = add(field, in: name, file: file) }
    for nested in DescriptorReader.values(3, of: message) { add(message: nested, in: name, file: file) }
    for type in DescriptorReader.values(4, of: message) { add(enumeration: type, in: name, file: file) }
    for field in DescriptorReader.values(6, of: message) { add(extension: field, in: name, file: file) }
    for choice in DescriptorReader.values(8, of: message) { _ = add(choice, in: name, file: file) }
  }

  private mutating func add(enumeration: ArraySlice<UInt8>, in scope: String, file: String) {
    _ = add(enumeration, in: scope, file: file)
    // Values are named beside their type, not inside it, as in C++.
    for value in DescriptorReader.values(2, of: enumeration) { _ = add(value, in: scope, file: file) }
  }

  private mutating func add(extension field: ArraySlice<UInt8>, in scope: String, file: String) {
    _ = add(field, in: scope, file: file)
    let extended = Self.withoutDot(DescriptorReader.text(2, of: field))
    fileOfExtension[extended, default: [:]][DescriptorReader.number(3, of: field)] = file
  }

  /// Every kind of declaration has its name in field 1.
  private mutating func add(_ declaration: ArraySlice<UInt8>, in scope: String, file: String) -> String {
    let name = DescriptorReader.text(1, of: declaration)
    let fullName = scope.isEmpty ? name : "\(scope).\(name)"
    fileOfSymbol[fullName] = file
    return fullName
  }

  func file(declaring symbol: String) -> File? {
    fileOfSymbol[Self.withoutDot(symbol)].flatMap { files[$0] }
  }

  func file(extending type: String, number: Int32) -> File? {
    fileOfExtension[Self.withoutDot(type)]?[number].flatMap { files[$0] }
  }

  /// Numbers of the known extensions of a type, or nil when there is no such type.
  func extensionNumbers(of type: String) -> [Int32]? {
    let type = Self.withoutDot(type)
    if let numbers = fileOfExtension[type] { return numbers.keys.sorted() }
    return fileOfSymbol[type] == nil ? nil : []
  }

  /// A file and everything it imports, each once, itself first.
  func withDependencies(_ file: File) -> [File] {
    var ordered = [file]
    var seen: Set = [file.name]
    var index = 0
    while index < ordered.count {
      for name in ordered[index].dependencies where seen.insert(name).inserted {
        if let dependency = files[name] { ordered.append(dependency) }
      }
      index += 1
    }
    return ordered
  }

  private static func withoutDot(_ name: String) -> String {
    name.hasPrefix(".") ? String(name.dropFirst()) : name
  }
}
