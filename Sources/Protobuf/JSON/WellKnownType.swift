/// Message types that JSON writes as a string.
enum WellKnownType: String {
  case timestamp = "google.protobuf.Timestamp"
  case duration = "google.protobuf.Duration"
  case fieldMask = "google.protobuf.FieldMask"

  /// What it looks like, for errors.
  var form: String {
    switch self {
    case .timestamp: "a time as in RFC 3339, such as \"2026-01-31T12:00:00Z\""
    case .duration: "seconds with an s, such as \"1.5s\""
    case .fieldMask: "field names with commas between them, such as \"name,pageSize\""
    }
  }

  func string(from bytes: ArraySlice<UInt8>) throws(JSONMappingError) -> String {
    do {
      let record = try DescriptorRecord(bytes)
      let text =
        switch self {
        case .timestamp: SecondsAndNanoseconds(record).timestamp
        case .duration: SecondsAndNanoseconds(record).duration
        case .fieldMask: record.strings(1).map(Self.lowerCamel).joined(separator: ",") as String?
        }
      if let text { return text }
    } catch {
      throw JSONMappingError(error.reason.explanation)
    }
    throw JSONMappingError("lies outside what \(rawValue) can express")
  }

  func bytes(from text: String) -> [UInt8]? {
    switch self {
    case .timestamp: return SecondsAndNanoseconds(timestamp: text)?.bytes
    case .duration: return SecondsAndNanoseconds(duration: text)?.bytes
    case .fieldMask:
      var writer = WireWriter()
      for path in text.split(separator: ",") { writer.append(1, Array(Self.snake(path).utf8)) }
      return writer.bytes
    }
  }

  private static func lowerCamel(_ path: String) -> String {
    var camel = ""
    var isNewWord = false
    for character in path {
      if character == "_" {
        isNewWord = true
      } else {
        camel += isNewWord ? character.uppercased() : String(character)
        isNewWord = false
      }
    }
    return camel
  }

  private static func snake(_ path: Substring) -> String {
    path.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
  }
}
