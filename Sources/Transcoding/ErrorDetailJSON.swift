import Messages
import NIOCore
import Protobuf
import RPC

/// Details are `Any`: JSON puts the type beside the members. Written by hand, because the copy of error_details.proto has no
/// reason of a field yet.
extension ErrorDetail {
  var json: String {
    switch self {
    case .errorInfo(let reason, let domain, let metadata):
      let pairs = metadata.sorted { $0.key < $1.key }.map { Self.member($0.key, $0.value) }
      return object(
        "ErrorInfo",
        [
          Self.member("reason", reason), Self.member("domain", domain),
          "\"metadata\":{\(pairs.joined(separator: ","))}",
        ]
      )
    case .badRequest(let violations):
      let fields = violations.map {
        [
          Self.member("field", $0.field), Self.member("description", $0.description),
          Self.member("reason", $0.reason),
        ]
      }
      return object("BadRequest", [Self.list("fieldViolations", fields)])
    case .preconditionFailure(let violations):
      let conditions = violations.map {
        [
          Self.member("type", $0.type), Self.member("subject", $0.subject),
          Self.member("description", $0.description),
        ]
      }
      return object("PreconditionFailure", [Self.list("violations", conditions)])
    case .resourceInfo(let type, let name, let description):
      return object(
        "ResourceInfo",
        [
          Self.member("resourceType", type), Self.member("resourceName", name),
          Self.member("description", description),
        ]
      )
    case .retryInfo(let delayMilliseconds):
      return object("RetryInfo", ["\"retryDelay\":\"\(Double(delayMilliseconds) / 1_000)s\""])
    case .other(let typeURL, let value): return Self.other(typeURL, value)
    }
  }

  private func object(_ type: String, _ members: [String]) -> String {
    let type = Self.member("@type", "type.googleapis.com/google.rpc.\(type)")
    return "{\(([type] + members).joined(separator: ","))}"
  }

  private static func member(_ name: String, _ value: String) -> String {
    "\(ProtobufJSON.quoted(name)):\(ProtobufJSON.quoted(value))"
  }

  private static func list(_ name: String, _ objects: [[String]]) -> String {
    let texts = objects.map { "{\($0.joined(separator: ","))}" }
    return "\(ProtobufJSON.quoted(name)):[\(texts.joined(separator: ","))]"
  }

  /// A detail that only its descriptor knows; its type alone when there is none.
  private static func other(_ typeURL: String, _ value: [UInt8]) -> String {
    let type = typeURL.split(separator: "/").last.map(String.init) ?? ""
    let json = try? ProtoDescriptors.json.string(from: ByteBuffer(bytes: value), type: type)
    let members = json.map { String($0.dropFirst().dropLast()) } ?? ""
    return "{" + [member("@type", typeURL), members].filter { !$0.isEmpty }.joined(separator: ",") + "}"
  }
}
