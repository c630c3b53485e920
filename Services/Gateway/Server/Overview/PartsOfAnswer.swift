import Messages
import RPC
import Synchronization

/// Asks services for the parts of one answer, and notes what they cannot tell, so that one that is down or hangs costs
/// its own part only.
final class PartsOfAnswer: Sendable {
  private let context: ServerContext
  private let deadline: Deadline
  private let missing = Mutex<[GatewayV1.MissingPart]>([])

  /// - Parameter timeout: how long any service may take, however long the caller waits.
  init(for context: ServerContext, timeout: Duration) {
    self.context = context
    deadline = .after(timeout)
  }

  /// - Parameter name: of the field of the answer.
  func ask<Answer: Sendable>(
    _ name: String,
    _ upstream: Upstream,
    _ call: @Sendable (CallOptions) async throws -> Answer
  ) async throws -> Part<Answer> {
    do {
      return .told(try await call(try options(upstream)))
    } catch let error as RPCError {
      if [.notFound, .failedPrecondition].contains(error.code) { return .absent }
      let error = upstream.explained(error)
      guard error.isOutage, !Task.isCancelled else { throw error }
      note(name, upstream, error)
      return .missing
    }
  }

  /// What was not told, once for each part.
  var missingParts: [GatewayV1.MissingPart] {
    missing.withLock { $0 }.sorted { ($0.part, $0.service) < ($1.part, $1.service) }
  }

  private func options(_ upstream: Upstream) throws -> CallOptions {
    var options = try upstream.options(for: context)
    options.deadline = min(options.deadline ?? deadline, deadline)
    return options
  }

  private func note(_ name: String, _ upstream: Upstream, _ error: RPCError) {
    let part = GatewayV1.MissingPart(
      part: name,
      service: upstream.name,
      reason: error.reason.isEmpty ? error.code.name : error.reason,
      message: error.message
    )
    missing.withLock { missing in
      if !missing.contains(where: { $0.part == name && $0.service == upstream.name }) { missing.append(part) }
    }
  }
}

/// What became of the question for a part.
enum Part<Answer: Sendable>: Sendable {
  case told(Answer)
  /// There is none, or none that the caller may see.
  case absent
  /// The service could not say.
  case missing

  var answer: Answer? {
    if case .told(let answer) = self { answer } else { nil }
  }

  var isAbsent: Bool {
    if case .absent = self { true } else { false }
  }
}

extension RPCError {
  /// Whether it tells of the service and not of the request: what others say is right all the same.
  fileprivate var isOutage: Bool {
    switch code {
    case .unavailable, .deadlineExceeded, .resourceExhausted, .internal, .unknown, .unimplemented: true
    default: false
    }
  }
}
