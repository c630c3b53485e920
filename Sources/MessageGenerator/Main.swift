import Foundation
import Protobuf

/// The protoc plugin that writes the module Messages: `CodeGeneratorRequest` in, `CodeGeneratorResponse` out.
@main
struct ProtocGenTrunkline {
  static func main() throws {
    let input = try FileHandle.standardInput.readToEnd() ?? Data()
    var response = GeneratorResponse()
    do {
      let request = try GeneratorRequest(serialized: Array(input))
      response.files = try Generator(request.descriptors).files(for: request.fileNames)
    } catch {
      response.error = "\(error)"
    }
    try FileHandle.standardOutput.write(contentsOf: Data(response.serialized()))
  }
}
