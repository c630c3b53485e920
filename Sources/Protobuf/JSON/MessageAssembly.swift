public import NIOCore

/// A message put together from a JSON body and from texts, such as the variables of a path and the parameters of a
/// query.
public struct MessageAssembly: Sendable {
  private let descriptors: DescriptorSet
  private let type: MessageDescriptor
  private var json = JSONValue.object([:])

  /// Begins an empty message; nil when there is no such type.
  public init?(_ json: ProtobufJSON, type fullName: String) {
    guard let type = json.descriptors.message(named: fullName) else { return nil }
    (descriptors, self.type) = (json.descriptors, type)
  }

  /// Whether the message has a field, by its name in the proto.
  public func hasField(_ name: String) -> Bool { type.fields.contains { $0.name == name } }

  /// Takes the JSON of the whole message; an empty text is an empty message.
  public mutating func setBody(_ text: String) throws(JSONMappingError) {
    guard !text.isEmpty else { return }
    json = try JSONValue(text: text)
    guard case .object = json else { throw JSONMappingError("must be an object") }
  }

  /// Takes the JSON of one field, by its name in the proto; an empty text leaves it out.
  public mutating func setBody(_ text: String, field name: String) throws(JSONMappingError) {
    guard !text.isEmpty, let field = type.fields.first(where: { $0.name == name }) else { return }
    try set([field.jsonName], try JSONValue(text: text))
  }

  /// Takes one value as text, by the names that lead to its field, such as `criteria.countryCode`. A repeated field
  /// takes one more element each time.
  public mutating func set(_ path: String, text: String) throws(JSONMappingError) {
    var names: [String] = []
    var type: MessageDescriptor? = self.type
    var field: FieldDescriptor?
    for name in path.split(separator: ".", omittingEmptySubsequences: false) {
      field = type?.fields.first { $0.jsonName == name || $0.name == name }
      guard let field else { throw JSONMappingError("is not a field of \(self.type.fullName)", at: path) }
      names.append(field.jsonName)
      let isLeaf = field.kind != .message || WellKnownType(rawValue: field.typeName) != nil
      type = isLeaf || field.isRepeated ? nil : descriptors.message(named: field.typeName)
    }
    guard let field, type == nil, field.kind != .message || WellKnownType(rawValue: field.typeName) != nil
    else {
      throw JSONMappingError("is a message; give its fields one by one, or send it as the body", at: path)
    }
    let value = JSONValue(parameter: text, of: field)
    try set(names[...], field.isRepeated ? .array(elements(at: names[...], of: json) + [value]) : value)
  }

  /// The serialized message.
  public func bytes() throws(JSONMappingError) -> ByteBuffer {
    ByteBuffer(bytes: try JSONDecoding(descriptors: descriptors).message(json, type))
  }

  private mutating func set(_ names: ArraySlice<String>, _ value: JSONValue) throws(JSONMappingError) {
    json = try Self.setting(names, of: json, to: value)
  }

  private static func setting(
    _ names: ArraySlice<String>,
    of json: JSONValue?,
    to value: JSONValue
  ) throws(JSONMappingError) -> JSONValue {
    guard let name = names.first else { return value }
    switch json {
    case .object(var members)?:
      members[name] = try setting(names.dropFirst(), of: members[name], to: value)
      return .object(members)
    case nil, .null?: return .object([name: try setting(names.dropFirst(), of: nil, to: value)])
    default: throw JSONMappingError("must be an object")
    }
  }

  private func elements(at names: ArraySlice<String>, of json: JSONValue?) -> [JSONValue] {
    guard let name = names.first else {
      if case .array(let elements)? = json { return elements }
      return []
    }
    guard case .object(let members)? = json else { return [] }
    return elements(at: names.dropFirst(), of: members[name])
  }
}

extension JSONValue {
  /// A text that stands for a value; what does not fit its field stays a string, which decoding refuses.
  fileprivate init(parameter text: String, of field: FieldDescriptor) {
    switch field.kind {
    case .bool where text == "true" || text == "false": self = .bool(text == "true")
    case .enumeration: self = Int64(text).map(JSONValue.integer) ?? .string(text)
    default: self = .string(text)
    }
  }
}
