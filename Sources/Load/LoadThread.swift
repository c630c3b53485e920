import NIOCore

/// A thread that makes calls, and what it measures.
struct LoadThread: Sendable {
  let loop: any EventLoop
  let recorder: LoadRecorder

  /// Hands every second of the run to the timeline.
  func reportSeconds(to timeline: LoadTimeline, from start: Int64) -> RepeatedTask {
    let now = Int64(clamping: NIODeadline.now().uptimeNanoseconds)
    return loop.scheduleRepeatedTask(
      initialDelay: .nanoseconds(start - now + TimeAmount.seconds(1).nanoseconds),
      delay: .seconds(1)
    ) { _ in
      let second = Int64(clamping: NIODeadline.now().uptimeNanoseconds) - start
      timeline.add(recorder.takeInterval(), second: Int(second / 1_000_000_000) - 1)
    }
  }

  /// Adds what was measured to the total; the rest of the last second comes back.
  func hand(over total: LoadRecorder) async throws -> LoadTally {
    try await loop.submit {
      total.add(recorder)
      return recorder.takeInterval()
    }.get()
  }
}
