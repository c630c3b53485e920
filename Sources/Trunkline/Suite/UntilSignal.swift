import Foundation
import UnixSignals

/// How a process ends that Ctrl-C interrupted, as shells have it.
let interruptedStatus: Int32 = 128 + SIGINT

/// Does something until it has ended, or Ctrl-C or SIGTERM comes, which cancels it and waits until it has
/// cleaned up. The second Ctrl-C does not wait: services stop by themselves when this process is gone.
/// - Returns: nil when a signal ended it; how it went after that is of no interest.
func untilSignal<Result: Sendable>(
  _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result? {
  let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
  let work = Task { try await body() }
  let listener = Task {
    for await _ in signals {
      if work.isCancelled { exit(interruptedStatus) }
      Terminal.note("\nStopping; Ctrl-C again ends at once.")
      work.cancel()
    }
  }
  defer { listener.cancel() }
  let result = await withTaskCancellationHandler {
    await work.result
  } onCancel: {
    work.cancel()
  }
  return work.isCancelled ? nil : try result.get()
}
