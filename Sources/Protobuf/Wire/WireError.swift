/// Why the bytes of a message were refused.
public struct WireError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The guard that the bytes failed.
  public enum Reason: String, Sendable, Hashable, CaseIterable {
    /// The bytes end inside a field.
    case truncated
    /// A varint is longer than ten bytes.
    case malformedVarint
    /// A field number is 0 or above 536,870,911.
    case invalidFieldNumber
    /// A field is encoded in another way than its type asks for.
    case wireTypeMismatch
    /// Groups, a way of nesting that proto3 does not have.
    case groupRefused
    /// A string is not UTF-8.
    case invalidUTF8
    /// A string contains U+0000.
    case nulInString
    /// Messages are nested too deeply.
    case tooDeep
    /// A sub-message that may occur once occurs twice.
    case duplicateSubmessage
    /// A repeated field has too many elements.
    case tooManyElements
    /// Unpacked, the message would take far more memory than its size warrants.
    case overBudget
    /// protobuf-c refused what passed all guards.
    case unreadable
  }

  /// The guard that the bytes failed.
  public let reason: Reason
  /// Where, by field names, such as `selection.specific.phone_numbers`; empty for the message itself.
  public let fieldPath: String

  /// Describes a refusal.
  public init(_ reason: Reason, at fieldPath: String = "") {
    self.reason = reason
    self.fieldPath = fieldPath
  }

  /// The same refusal as seen from the message that encloses it in the field `name`.
  func nested(in name: String) -> WireError {
    WireError(reason, at: fieldPath.isEmpty ? name : "\(name).\(fieldPath)")
  }

  /// What is wrong and where, without any of the content.
  public var description: String {
    fieldPath.isEmpty ? "message: \(reason.explanation)" : "field \(fieldPath): \(reason.explanation)"
  }
}

extension WireError.Reason {
  var explanation: String {
    switch self {
    case .truncated: "ends inside a field; send all of its bytes"
    case .malformedVarint: "has a number of more than 10 bytes"
    case .invalidFieldNumber: "has a field number outside 1 to 536,870,911"
    case .wireTypeMismatch: "is not encoded as its type asks for; compare the .proto files"
    case .groupRefused: "contains a group, which proto3 does not have"
    case .invalidUTF8: "is not UTF-8; use a field of type bytes for other content"
    case .nulInString: "contains U+0000, which is not accepted in a string"
    case .tooDeep: "is nested too deeply"
    case .duplicateSubmessage: "occurs twice, but may occur once"
    case .tooManyElements: "has too many elements"
    case .overBudget: "would take too much memory; send fewer or larger elements"
    case .unreadable: "cannot be read; compare the .proto files"
    }
  }
}
