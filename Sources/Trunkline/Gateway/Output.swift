import Foundation
import Messages
import NIOCore
import Protobuf

/// Prints what the suite answered.
enum Output {
  private static let json = ProtobufJSON(ProtoDescriptors.all)

  /// Shows a message as JSON for programs, or the text for people.
  static func show(_ message: some ProtobufMessage, asJSON: Bool, text: () -> String) throws {
    Terminal.print(asJSON ? try json.string(from: message) : text())
  }

  /// The serialized message that JSON describes.
  static func encode(_ text: String, type: String) throws -> ByteBuffer {
    try json.bytes(from: text, type: type)
  }
}

extension GoogleProtobuf.Timestamp {
  /// RFC 3339, UTC, to the second.
  var text: String { Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601) }
}

extension String {
  /// The last part of a resource name.
  var resourceID: String { split(separator: "/").last.map(String.init) ?? self }
}
