import RPC
import Telephony

extension RPCError {
  /// The status of a refusal, with its reason, its wrong fields and its facts.
  public init(_ refusal: Refusal) {
    self.init(
      refusal.kind.code,
      reason: refusal.reason,
      message: refusal.message,
      information: refusal.metadata
    )
    if refusal.kind == .notFound, let name = refusal.metadata["resource"] {
      details.append(.resourceInfo(type: "", name: name, description: ""))
    }
    guard !refusal.violations.isEmpty else { return }
    switch refusal.kind {
    case .precondition:
      details.append(
        .preconditionFailure(
          refusal.violations.map { .init(type: $0.reason, subject: $0.field, description: $0.description) }
        )
      )
    default:
      details.append(
        .badRequest(
          refusal.violations.map { .init(field: $0.field, reason: $0.reason, description: $0.description) }
        )
      )
    }
  }
}

extension Refusal.Kind {
  fileprivate var code: StatusCode {
    switch self {
    case .invalid: .invalidArgument
    case .precondition: .failedPrecondition
    case .notFound: .notFound
    case .alreadyExists: .alreadyExists
    case .permission: .permissionDenied
    case .exhausted: .resourceExhausted
    case .aborted: .aborted
    }
  }
}
