/// A field of a request that is wrong.
public struct FieldViolation: Sendable, Hashable {
  /// Path of the field, such as `order.location`.
  public var field: String
  /// Reason code, `UPPER_SNAKE`.
  public var reason: String
  /// What is wrong and what to do, in one sentence.
  public var description: String

  public init(field: String, reason: String, description: String) {
    self.field = field
    self.reason = reason
    self.description = description
  }
}

/// A condition that does not hold.
public struct PreconditionViolation: Sendable, Hashable {
  /// Reason code, `UPPER_SNAKE`.
  public var type: String
  /// Name of the resource that is in the way.
  public var subject: String
  /// What has to be done first.
  public var description: String

  public init(type: String, subject: String, description: String) {
    self.type = type
    self.subject = subject
    self.description = description
  }
}

/// What an error says beyond its code and message: the standard messages of `google.rpc`, each at most once (AIP-193).
public enum ErrorDetail: Sendable, Hashable {
  /// `google.rpc.ErrorInfo`: why, for programs. Every error carries one.
  case errorInfo(reason: String, domain: String, metadata: [String: String])
  /// `google.rpc.BadRequest`: every wrong field.
  case badRequest([FieldViolation])
  /// `google.rpc.PreconditionFailure`: what does not hold.
  case preconditionFailure([PreconditionViolation])
  /// `google.rpc.ResourceInfo`: which resource it is about.
  case resourceInfo(type: String, name: String, description: String)
  /// `google.rpc.RetryInfo`: when to try again.
  case retryInfo(delayMilliseconds: Int64)
  /// A detail that this library has no type for, carried on as it came.
  case other(typeURL: String, value: [UInt8])
}
