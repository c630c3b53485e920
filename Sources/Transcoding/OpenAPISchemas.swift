import Protobuf

/// Schemas of the messages that are needed, gathered while they are referred to.
struct OpenAPISchemas {
  private let descriptors: DescriptorSet
  private(set) var objects: [String: Any] = [:]

  init(_ descriptors: DescriptorSet) { self.descriptors = descriptors }

  /// Where a value can be given in a query.
  struct Leaf {
    let path: String
    let comment: String
    let schema: [String: Any]
  }

  static func reference(_ name: String) -> [String: Any] { ["$ref": "#/components/schemas/\(name)"] }

  static var error: [String: Any] {
    [
      "type": "object",
      "properties": [
        "error": [
          "type": "object",
          "required": ["code", "status", "message"],
          "properties": [
            "code": ["type": "integer", "description": "HTTP status."],
            "status": ["type": "string", "description": "Canonical code, such as NOT_FOUND."],
            "message": ["type": "string", "description": "What is wrong and what to do."],
            "details": [
              "type": "array", "description": "Messages of google.rpc, each with its type as @type.",
              "items": ["type": "object"],
            ] as [String: Any],
          ],
        ] as [String: Any]
      ],
    ]
  }

  mutating func message(_ fullName: String) -> [String: Any] {
    if let wellKnown = Self.wellKnown[fullName] { return wellKnown }
    guard objects[fullName] == nil, let type = descriptors.message(named: fullName) else {
      return Self.reference(fullName)
    }
    // First of all, for types that contain themselves.
    objects[fullName] = [String: Any]()
    var properties: [String: Any] = [:]
    for field in type.fields { properties[field.jsonName] = described(field) }
    var object: [String: Any] = ["type": "object", "properties": properties, "additionalProperties": false]
    if !type.comment.isEmpty { object["description"] = type.comment }
    objects[fullName] = object
    return Self.reference(fullName)
  }

  mutating func field(_ name: String, of fullName: String) -> [String: Any]? {
    let field = descriptors.message(named: fullName)?.fields.first { $0.name == name }
    return field.map { schema($0) }
  }

  /// All fields that hold a single value, or several, by the names that lead to them.
  mutating func leaves(of fullName: String, without taken: Set<String>, below prefix: String = "") -> [Leaf] {
    var leaves: [Leaf] = []
    for field in descriptors.message(named: fullName)?.fields ?? [] where !taken.contains(prefix + field.name)
    {
      let path = prefix + field.jsonName
      if field.kind != .message || Self.wellKnown[field.typeName] != nil {
        leaves.append(Leaf(path: path, comment: field.comment, schema: schema(field)))
      } else if !field.isRepeated, prefix.split(separator: ".").count < 4 {
        leaves += self.leaves(of: field.typeName, without: [], below: "\(path).")
      }
    }
    return leaves
  }

  private mutating func described(_ field: FieldDescriptor) -> [String: Any] {
    var schema = schema(field)
    if !field.comment.isEmpty { schema["description"] = field.comment }
    return schema
  }

  private mutating func schema(_ field: FieldDescriptor) -> [String: Any] {
    if field.isRepeated, let entry = descriptors.message(named: field.typeName), entry.isMapEntry,
      let value = entry.fields.first(where: { $0.number == 2 })
    {
      return ["type": "object", "additionalProperties": single(value)]
    }
    return field.isRepeated ? ["type": "array", "items": single(field)] : single(field)
  }

  private mutating func single(_ field: FieldDescriptor) -> [String: Any] {
    switch field.kind {
    case .bool: ["type": "boolean"]
    case .string: ["type": "string"]
    case .bytes: ["type": "string", "contentEncoding": "base64"]
    case .double, .float: ["type": "number"]
    case .int32, .sint32, .sfixed32, .uint32, .fixed32: ["type": "integer"]
    // 64 bits are strings in JSON: many programs read numbers as doubles.
    case .int64, .sint64, .sfixed64, .uint64, .fixed64: ["type": "string", "format": "int64"]
    case .enumeration: enumeration(field.typeName)
    case .message, .group: message(field.typeName)
    }
  }

  private mutating func enumeration(_ fullName: String) -> [String: Any] {
    let type = descriptors.enumeration(named: fullName)
    let values = type?.values ?? []
    let meanings = values.map { "* `\($0.name)`: \($0.comment)" }.joined(separator: "\n")
    objects[fullName] = [
      "type": "string", "enum": values.map(\.name), "description": "\(type?.comment ?? "")\n\n\(meanings)",
    ]
    return Self.reference(fullName)
  }

  private static var wellKnown: [String: [String: Any]] {
    [
      "google.protobuf.Timestamp": ["type": "string", "format": "date-time"],
      "google.protobuf.Duration": ["type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?s$"],
      "google.protobuf.FieldMask": ["type": "string"],
    ]
  }
}
