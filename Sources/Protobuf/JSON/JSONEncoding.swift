import Foundation

/// From serialized messages to JSON.
struct JSONEncoding {
  let descriptors: DescriptorSet

  func message(
    _ bytes: ArraySlice<UInt8>,
    _ descriptor: MessageDescriptor,
    depth: Int = 1
  ) throws(JSONMappingError) -> JSONText {
    var members: [(name: String, text: String)] = []
    let values = try occurrences(bytes)
    for field in descriptor.fields {
      guard let occurrences = values[field.number] else { continue }
      do {
        guard let text = try self.field(occurrences, field, depth: depth) else { continue }
        members.append((field.jsonName, text))
      } catch {
        throw error.nested(in: field.jsonName)
      }
    }
    return JSONText(members)
  }

  private func occurrences(_ bytes: ArraySlice<UInt8>) throws(JSONMappingError) -> [Int: [WireReader.Value]] {
    var values: [Int: [WireReader.Value]] = [:]
    var reader = WireReader(bytes)
    do {
      while let (number, value) = try reader.next() { values[number, default: []].append(value) }
    } catch {
      throw JSONMappingError(error.reason.explanation)
    }
    return values
  }

  /// The text of a field, or nil when it has its default and is left out.
  private func field(
    _ occurrences: [WireReader.Value],
    _ field: FieldDescriptor,
    depth: Int
  ) throws(JSONMappingError) -> String? {
    guard field.isRepeated else {
      guard let last = occurrences.last else { return nil }
      if field.oneofIndex == nil, field.kind != .message, last.isDefault { return nil }
      return try value(last, field, depth: depth)
    }
    if let type = descriptors.message(named: field.typeName), type.isMapEntry {
      return try map(occurrences, type, depth: depth)
    }
    var texts: [String] = []
    for element in try unpacked(occurrences, field.kind) {
      do {
        texts.append(try value(element, field, depth: depth))
      } catch {
        throw error.nested(in: "[\(texts.count)]")
      }
    }
    return texts.isEmpty ? nil : "[" + texts.joined(separator: ",") + "]"
  }

  private func unpacked(
    _ occurrences: [WireReader.Value],
    _ kind: FieldDescriptor.Kind
  ) throws(JSONMappingError) -> [WireReader.Value] {
    guard let wireType = kind.packedWireType else { return occurrences }
    var values: [WireReader.Value] = []
    for occurrence in occurrences {
      guard case .bytes(let content) = occurrence else {
        values.append(occurrence)
        continue
      }
      var reader = WireReader(content)
      do {
        while !reader.isAtEnd { values.append(try reader.value(wireType)) }
      } catch {
        throw JSONMappingError(error.reason.explanation)
      }
    }
    return values
  }

  private func map(
    _ entries: [WireReader.Value],
    _ type: MessageDescriptor,
    depth: Int
  ) throws(JSONMappingError) -> String? {
    guard let keyField = type.field(1), let valueField = type.field(2) else { return nil }
    var members: [String: String] = [:]
    for case .bytes(let entry) in entries {
      let values = try occurrences(entry)
      let key = try value(values[1]?.last ?? keyField.kind.defaultValue, keyField, depth: depth)
      let name = key.hasPrefix("\"") ? (try JSONValue(text: key)).plainString : key
      do {
        members[name] = try value(values[2]?.last ?? valueField.kind.defaultValue, valueField, depth: depth)
      } catch {
        throw error.nested(in: "[\(key)]")
      }
    }
    return JSONText(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }).text
  }

  private func value(
    _ value: WireReader.Value,
    _ field: FieldDescriptor,
    depth: Int
  ) throws(JSONMappingError) -> String {
    switch (field.kind, value) {
    case (.message, .bytes(let bytes)): return try nested(bytes, field.typeName, depth: depth)
    case (.enumeration, .varint(let number)):
      let number = Int32(truncatingIfNeeded: number)
      let known = descriptors.enumeration(named: field.typeName)?.values.first { $0.number == number }
      if field.typeName == "google.protobuf.NullValue" { return "null" }
      return known.map { JSONValue.quoted($0.name) } ?? String(number)
    default:
      guard let scalar = ScalarJSON.value(value, field.kind) else {
        throw JSONMappingError(WireError.Reason.wireTypeMismatch.explanation)
      }
      return scalar.text
    }
  }

  private func nested(
    _ bytes: ArraySlice<UInt8>,
    _ typeName: String,
    depth: Int
  ) throws(JSONMappingError) -> String {
    guard depth < WireValidator.maxDepth, let type = descriptors.message(named: typeName) else {
      throw JSONMappingError(WireError.Reason.tooDeep.explanation)
    }
    guard let wellKnown = WellKnownType(rawValue: typeName) else {
      return try message(bytes, type, depth: depth + 1).text
    }
    return JSONValue.quoted(try wellKnown.string(from: bytes))
  }
}
