import Protobuf

/// The Swift names of all message and enum types, by full protobuf name.
struct TypeNames {
  private var swiftNames: [String: String] = [:]
  private var mapEntries: [String: MessageDescriptor] = [:]

  init(_ descriptors: DescriptorSet) {
    for file in descriptors.files {
      let package = SwiftName.package(file.package)
      for enumeration in file.enums { add(enumeration, in: package) }
      for message in file.messages { add(message, in: package) }
    }
  }

  /// `InventoryV1.Number.State`.
  func swift(_ fullName: String) -> String { swiftNames[fullName, default: fullName] }

  /// The key and value of a map, if the type was made up for one.
  func mapEntry(_ fullName: String) -> (key: FieldDescriptor, value: FieldDescriptor)? {
    guard let fields = mapEntries[fullName]?.fields,
      let key = fields.first(where: { $0.number == 1 }), let value = fields.first(where: { $0.number == 2 })
    else { return nil }
    return (key, value)
  }

  private mutating func add(_ message: MessageDescriptor, in scope: String) {
    let name = "\(scope).\(SwiftName.escaped(message.name))"
    swiftNames[message.fullName] = name
    if message.isMapEntry { mapEntries[message.fullName] = message }
    for nested in message.messages { add(nested, in: name) }
    for enumeration in message.enums { add(enumeration, in: name) }
  }

  private mutating func add(_ enumeration: EnumDescriptor, in scope: String) {
    swiftNames[enumeration.fullName] = "\(scope).\(SwiftName.escaped(enumeration.name))"
  }
}
