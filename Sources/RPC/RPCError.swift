/// The one error of an RPC, on both sides of the wire.
public struct RPCError: Error, Sendable, Hashable {
  /// Domain of the reason codes in `ErrorInfo`.
  public static let domain = "trunkline"

  /// Canonical code.
  public var code: StatusCode
  /// For people; names the field and what to do. Never anything secret or personal.
  public var message: String
  /// For programs.
  public var details: [ErrorDetail]
  /// Trailing metadata sent or received with the status.
  public var metadata: Metadata

  /// An error as it came from a peer, or one without a reason of its own.
  public init(_ code: StatusCode, message: String, details: [ErrorDetail] = [], metadata: Metadata = [:]) {
    self.code = code
    self.message = message
    self.details = details
    self.metadata = metadata
  }

  /// An error with a reason code (AIP-193).
  /// - Parameters:
  ///   - reason: `UPPER_SNAKE`, one of domain.md's codes where it has one.
  ///   - information: what is dynamic in `message`.
  public init(_ code: StatusCode, reason: String, message: String, information: [String: String] = [:]) {
    self.init(
      code,
      message: message,
      details: [.errorInfo(reason: reason, domain: Self.domain, metadata: information)]
    )
  }

  /// The same error with one more detail.
  public func with(_ detail: ErrorDetail) -> RPCError {
    var copy = self
    copy.details.append(detail)
    return copy
  }

  /// What a handler threw. What is no `RPCError` may name files, statements or people, and is not told to the caller.
  init(handlerError: any Error) {
    if let error = handlerError as? RPCError {
      self = error
    } else if handlerError is CancellationError {
      self.init(.cancelled, reason: "CANCELLED", message: "The call was cancelled.")
    } else {
      self.init(.internal, reason: "INTERNAL", message: "The server failed; the call may be tried again.")
    }
  }

  /// The reason code, empty when the peer gave none.
  public var reason: String {
    for case .errorInfo(let reason, _, _) in details { return reason }
    return ""
  }

  /// Every wrong field, when it is about fields.
  public var fieldViolations: [FieldViolation] {
    for case .badRequest(let violations) in details { return violations }
    return []
  }
}

extension RPCError: CustomStringConvertible {
  public var description: String {
    reason.isEmpty ? "\(code.name): \(message)" : "\(code.name) (\(reason)): \(message)"
  }
}
