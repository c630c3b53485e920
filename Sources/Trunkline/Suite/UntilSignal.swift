import UnixSignals

/// Does something until it has ended, or Ctrl-C or SIGTERM comes, which cancels it and waits until it has
/// cleaned up.
/// - Returns: nil when a signal ended it.
func untilSignal<Result: Sendable>(
  _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result? {
  let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
  return try await withThrowingTaskGroup(of: Result?.self) { group in
    group.addTask { try await body() }
    group.addTask {
      for await _ in signals { return nil }
      throw CancellationError()
    }
    let first = try await group.next() ?? nil
    group.cancelAll()
    // Its own end, or its cleaning up, is waited for here; how it ends after a signal is of no interest.
    while let _ = try? await group.next() {}
    return first
  }
}
