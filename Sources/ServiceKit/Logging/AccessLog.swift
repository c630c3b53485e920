import Logging
import RPC

/// Logs every call: which method, how it ended, how long it took and who made it. Never metadata or messages.
public struct AccessLog: ServerInterceptor {
  private let logger: Logger

  public init(logger: Logger) {
    self.logger = logger
  }

  public func ended(_ context: ServerContext, status: StatusCode, durationNanoseconds: Int64) {
    logger.log(.info, "call", fields(context, status, durationNanoseconds))
  }

  private func fields(
    _ context: ServerContext,
    _ status: StatusCode,
    _ nanoseconds: Int64
  ) -> [LogField: String] {
    var fields: [LogField: String] = [
      .method: context.method.path,
      .code: status.name,
      .durationMilliseconds: "\(Double(nanoseconds / 1_000) / 1_000)",
      .peer: context.peer,
    ]
    if let caller = context.caller {
      fields[.principal] = caller.principal
      fields[.organization] = caller.organization
    }
    // An id of the caller's making; limited because it is the only text of theirs that is written.
    if let id = context.metadata["x-request-id"], id.utf8.count <= 64 { fields[.requestId] = id }
    return fields
  }
}
