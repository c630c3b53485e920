import Logging

/// Work that a service does beside answering calls, for as long as it runs.
public struct Worker: Sendable {
  let name: String
  let firstPause: Duration
  let body: @Sendable () async throws -> Void

  /// - Parameters:
  ///   - firstPause: before it is started again after it threw; doubles with every time.
  ///   - body: ends when its task is cancelled.
  public init(
    _ name: String,
    firstPause: Duration = .milliseconds(500),
    _ body: @escaping @Sendable () async throws -> Void
  ) {
    self.name = name
    self.firstPause = firstPause
    self.body = body
  }

  private static let longestPause = Duration.seconds(60)

  func run(logger: Logger, failures: Counter) async {
    var pause = firstPause
    while !Task.isCancelled {
      do {
        return try await body()
      } catch {
        if Task.isCancelled { return }
        failures.increment()
        logger.log(
          .error,
          "worker failed and is started again",
          [.worker: name, .error: loggedText(of: error), .delayMilliseconds: "\(pause.wholeMilliseconds)"]
        )
        try? await Task.sleep(for: pause)
        pause = min(pause * 2, Self.longestPause)
      }
    }
  }
}
