/// Wakes one worker that sleeps. What comes while it works is not lost, and many signals are one.
final class WakeUp: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() {
    (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  func signal() { continuation.yield() }

  /// Signals by itself too, for what becomes due without anybody's doing, until its task is cancelled.
  func signals(every interval: Duration) -> AsyncStream<Void> {
    let (merged, output) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let task = Task {
      await withDiscardingTaskGroup { group in
        group.addTask { for await _ in self.stream { output.yield() } }
        group.addTask {
          while !Task.isCancelled {
            output.yield()
            try? await Task.sleep(for: interval)
          }
        }
      }
    }
    output.onTermination = { _ in task.cancel() }
    return merged
  }
}
