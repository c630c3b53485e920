import Logging

/// The names that log lines may carry beside time, level, service and message.
///
/// The list is closed so that nothing personal slips in under a name that nobody thought of; the handler
/// leaves other metadata out.
public enum LogField: String, CaseIterable, Sendable {
  case method, code, reason, durationMilliseconds, peer
  case principal, organization, requestId
  case version, address, adminAddress, file, key
  case worker, attempt, delayMilliseconds, sequence, count, bytes
  case resource, error, signal
}

extension Logger {
  /// Logs a message with fields of the fixed vocabulary.
  public func log(
    _ level: Logger.Level,
    _ message: @autoclosure () -> Logger.Message,
    _ fields: @autoclosure () -> [LogField: String]
  ) {
    guard logLevel <= level else { return }
    let pairs = fields().map { ($0.key.rawValue, Logger.MetadataValue.string($0.value)) }
    log(level: level, message(), metadata: Dictionary(uniqueKeysWithValues: pairs))
  }
}
