import Protobuf

/// What a proto must keep to, so that protobuf-c and the wire validator can handle it.
struct SupportedSubset {
  /// The validator notes in 64 bits which fields it has seen.
  static let maxFields = 64

  private let descriptors: DescriptorSet

  init(_ descriptors: DescriptorSet) {
    self.descriptors = descriptors
  }

  func check(_ proto: FileDescriptor) throws {
    guard proto.isProto3 else {
      throw UnsupportedProto(description: "\(proto.name): write syntax = \"proto3\"")
    }
    for message in proto.messages { try check(message) }
  }

  private func check(_ message: MessageDescriptor) throws {
    guard message.fields.count <= Self.maxFields else {
      throw UnsupportedProto(
        description: "\(message.fullName) has more than \(Self.maxFields) fields: split it"
      )
    }
    guard !reaches(message.fullName, from: message, visited: []) else {
      throw UnsupportedProto(
        description: "\(message.fullName) contains itself: protobuf-c's recursion has no limit"
      )
    }
    for nested in message.messages { try check(nested) }
  }

  private func reaches(_ target: String, from message: MessageDescriptor, visited: Set<String>) -> Bool {
    message.fields.contains { field in
      guard field.kind == .message, !visited.contains(field.typeName) else { return false }
      guard field.typeName != target, let type = descriptors.message(named: field.typeName) else {
        return true
      }
      return reaches(target, from: type, visited: visited.union([field.typeName]))
    }
  }
}
