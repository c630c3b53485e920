import Logging

/// Work that a service does beside answering calls, for as long as it runs.
public struct Worker: Sendable {
  let name: String
  let body: @Sendable () async throws -> Void

  /// - Parameter body: ends when its task is cancelled. If it throws before, it is started again after a pause.
  public init(_ name: String, _ body: @escaping @Sendable () async throws -> Void) {
    self.name = name
    self.body = body
  }

  private static let longestPause = Duration.seconds(60)

  func run(logger: Logger, failures: Counter) async {
    var pause = Duration.milliseconds(500)
    while !Task.isCancelled {
      do {
        return try await body()
      } catch {
        if Task.isCancelled { return }
        failures.increment()
        logger.log(
          .error, "worker failed and is started again",
          [.worker: name, .error: loggedText(of: error), .delayMilliseconds: "\(pause.wholeMilliseconds)"])
        try? await Task.sleep(for: pause)
        pause = min(pause * 2, Self.longestPause)
      }
    }
  }
}
