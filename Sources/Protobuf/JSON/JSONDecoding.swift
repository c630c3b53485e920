/// From JSON to serialized messages.
struct JSONDecoding {
  let descriptors: DescriptorSet

  func message(
    _ json: JSONValue,
    _ descriptor: MessageDescriptor
  ) throws(JSONMappingError) -> [UInt8] {
    guard case .object(var members) = json else { throw JSONMappingError("must be an object") }
    var writer = WireWriter()
    var oneofs: Set<Int> = []
    for field in descriptor.fields {
      do throws(JSONMappingError) {
        guard let value = try member(field, of: &members) else { continue }
        if let index = field.oneofIndex, !oneofs.insert(index).inserted {
          throw JSONMappingError("excludes another field that is given; give one of them")
        }
        try append(value, field, to: &writer)
      } catch {
        throw error.nested(in: field.jsonName)
      }
    }
    if let unknown = members.keys.min() {
      throw JSONMappingError("is not a field of \(descriptor.fullName); check its name", at: unknown)
    }
    return writer.bytes
  }

  /// Takes the value of a field, by either of its names; null is the same as absent.
  private func member(
    _ field: FieldDescriptor,
    of members: inout [String: JSONValue]
  ) throws(JSONMappingError) -> JSONValue? {
    let camel = members.removeValue(forKey: field.jsonName)
    let original = field.name == field.jsonName ? nil : members.removeValue(forKey: field.name)
    guard camel == nil || original == nil else {
      throw JSONMappingError("is given twice, also as \(field.name); give one of them")
    }
    let value = camel ?? original
    return value == .null ? nil : value
  }

  private func append(
    _ json: JSONValue,
    _ field: FieldDescriptor,
    to writer: inout WireWriter
  ) throws(JSONMappingError) {
    guard field.isRepeated else {
      let value = try self.value(json, field)
      if field.oneofIndex == nil, field.kind != .message, value.isDefault { return }
      return writer.append(field.number, value)
    }
    if let type = descriptors.message(named: field.typeName), type.isMapEntry {
      return try appendMap(json, field, type, to: &writer)
    }
    guard case .array(let elements) = json else { throw JSONMappingError("must be an array") }
    var packed = WireWriter()
    for (index, element) in elements.enumerated() {
      do throws(JSONMappingError) {
        let value = try self.value(element, field)
        if field.kind.packedWireType == nil {
          writer.append(field.number, value)
        } else {
          packed.appendPacked(value)
        }
      } catch {
        throw error.nested(in: "[\(index)]")
      }
    }
    if !packed.bytes.isEmpty { writer.append(field.number, packed.bytes) }
  }

  private func appendMap(
    _ json: JSONValue,
    _ field: FieldDescriptor,
    _ type: MessageDescriptor,
    to writer: inout WireWriter
  ) throws(JSONMappingError) {
    guard case .object(let members) = json, let keyField = type.field(1), let valueField = type.field(2)
    else {
      throw JSONMappingError("must be an object")
    }
    for (name, member) in members.sorted(by: { $0.key < $1.key }) {
      do throws(JSONMappingError) {
        let key: JSONValue =
          keyField.kind == .bool && ["true", "false"].contains(name) ? .bool(name == "true") : .string(name)
        var entry = WireWriter()
        entry.append(1, try value(key, keyField))
        entry.append(2, try value(member, valueField))
        writer.append(field.number, entry.bytes)
      } catch {
        throw error.nested(in: "[\(JSONValue.quoted(name))]")
      }
    }
  }

  private func value(_ json: JSONValue, _ field: FieldDescriptor) throws(JSONMappingError) -> WireReader.Value
  {
    switch field.kind {
    case .message: return .bytes(try nested(json, field.typeName)[...])
    case .enumeration: return .varint(UInt64(bitPattern: Int64(try enumeration(json, field.typeName))))
    default:
      guard let value = ScalarJSON.value(json, field.kind) else {
        throw JSONMappingError("must be \(ScalarJSON.form(field.kind))")
      }
      return value
    }
  }

  private func enumeration(_ json: JSONValue, _ typeName: String) throws(JSONMappingError) -> Int32 {
    let values = descriptors.enumeration(named: typeName)?.values ?? []
    switch json {
    case .integer(let number):
      if let number = Int32(exactly: number) { return number }
    case .string(let name):
      if let value = values.first(where: { $0.name == name }) { return value.number }
    default: break
    }
    throw JSONMappingError("must be one of \(values.map(\.name).joined(separator: ", "))")
  }

  private func nested(_ json: JSONValue, _ typeName: String) throws(JSONMappingError) -> [UInt8] {
    if let wellKnown = WellKnownType(rawValue: typeName) {
      guard case .string(let text) = json, let bytes = wellKnown.bytes(from: text) else {
        throw JSONMappingError("must be \(wellKnown.form)")
      }
      return bytes
    }
    guard let type = descriptors.message(named: typeName) else {
      throw JSONMappingError("has the unknown type \(typeName)")
    }
    return try message(json, type)
  }
}
