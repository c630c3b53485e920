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
    var bytes: [UInt8] = []
    guard error.isEmpty else {
      append(1, Array(error.utf8), to: &bytes)
      return bytes
    }
    for file in files {
      var content: [UInt8] = []
      append(1, Array(file.name.utf8), to: &content)
      append(15, Array(file.content.utf8), to: &content)
      append(15, content, to: &bytes)
    }
    return bytes
  }

  private func append(_ number: Int, _ value: [UInt8], to bytes: inout [UInt8]) {
    bytes.append(UInt8(number << 3 | 2))
    var length = value.count
    while length >= 0x80 {
      bytes.append(UInt8(length & 0x7F | 0x80))
      length >>= 7
    }
    bytes.append(UInt8(length))
    bytes += value
  }
}
