import NIOCore
import RPC

extension AsyncStream where Element: Sendable {
  /// Its first element; nil when the deadline passes, the stream ends or the task is cancelled before.
  func first(before deadline: Deadline?) async -> Element? {
    await withTaskGroup(of: Element?.self) { group in
      group.addTask {
        for await element in self { return element }
        return nil
      }
      if let deadline {
        group.addTask {
          try? await Task.sleep(for: .nanoseconds(Swift.max(0, deadline.remaining.nanoseconds)))
          return nil
        }
      }
      defer { group.cancelAll() }
      return await group.next() ?? nil
    }
  }
}
