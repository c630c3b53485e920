import Protobuf

/// A file to be written.
struct GeneratedFile: Equatable {
  var name: String
  var content: String
}

/// What the plugin answers (google/protobuf/compiler/plugin.proto).
struct GeneratorResponse {
  var error = ""
  var files: [GeneratedFile] = []

  func serialized() -> [UInt8] {
    var writer = WireWriter()
    guard error.isEmpty else {
      writer.append(1, Array(error.utf8))
      return writer.bytes
    }
    for file in files {
      var record = WireWriter()
      record.append(1, Array(file.name.utf8))
      record.append(15, Array(file.content.utf8))
      writer.append(15, record.bytes)
    }
    return writer.bytes
  }
}
