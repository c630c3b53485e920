/// What protoc asks of a plugin (google/protobuf/compiler/plugin.proto).
public struct GeneratorRequest: Sendable {
  /// The files to write code for.
  public let fileNames: [String]
  /// They and all that they import.
  public let descriptors: DescriptorSet

  /// Reads a serialized `CodeGeneratorRequest`.
  public init(serialized: [UInt8]) throws(WireError) {
    let record = try DescriptorRecord(serialized[...])
    var files: [FileDescriptor] = []
    for file in record.bytes(15) { files.append(try DescriptorParser.file(file)) }
    fileNames = record.strings(1)
    descriptors = DescriptorSet(files: files)
  }
}
