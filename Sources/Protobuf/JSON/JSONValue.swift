import Foundation

/// A JSON value, with numbers as exact as they were given.
indirect enum JSONValue: Equatable {
  case null
  case bool(Bool)
  case integer(Int64)
  case unsigned(UInt64)
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])
}

extension JSONValue: Decodable {
  /// Reads a text.
  init(text: String) throws(JSONMappingError) {
    do {
      self = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    } catch {
      throw JSONMappingError("is not JSON; check quotes, commas and brackets")
    }
  }

  init(from decoder: any Decoder) throws {
    if let array = try? [JSONValue](from: decoder) {
      self = .array(array)
    } else if let object = try? [String: JSONValue](from: decoder) {
      self = .object(object)
    } else {
      self = try JSONValue(scalar: try decoder.singleValueContainer())
    }
  }

  private init(scalar: any SingleValueDecodingContainer) throws {
    if scalar.decodeNil() {
      self = .null
    } else if let value = try? scalar.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? scalar.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? scalar.decode(UInt64.self) {
      self = .unsigned(value)
    } else if let value = try? scalar.decode(Double.self) {
      self = .double(value)
    } else {
      self = .string(try scalar.decode(String.self))
    }
  }
}

extension JSONValue {
  /// The text, on one line; keys of objects come sorted.
  var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .unsigned(let value): String(value)
    case .double(let value): Self.text(value)
    case .string(let value): Self.quoted(value)
    case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      JSONText(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.text) }).text
    }
  }

  private static func text(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A string in quotes (RFC 8259 section 7).
  static func quoted(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\0"..<" ": text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}

/// An object whose members keep their order.
struct JSONText {
  let text: String

  init(_ members: [(name: String, text: String)]) {
    text = "{" + members.map { "\(JSONValue.quoted($0.name)):\($0.text)" }.joined(separator: ",") + "}"
  }
}
