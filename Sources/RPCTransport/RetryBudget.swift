import NIOCore
import Synchronization

/// Bounds what retries may add to the load of a server in trouble: a token bucket that failures empty and successes
/// fill slowly (gRFC A6, "Throttling Retry Attempts").
final class RetryBudget: Sendable {
  static let maxAttempts = 4
  private static let capacity = 10.0
  private let tokens = Mutex(capacity)

  func succeeded() {
    tokens.withLock { $0 = min(Self.capacity, $0 + 0.1) }
  }

  /// Counts a failure.
  /// - Returns: whether another attempt is affordable.
  func failed() -> Bool {
    tokens.withLock { tokens in
      tokens = max(0, tokens - 1)
      return tokens > Self.capacity / 2
    }
  }

  /// Wait before an attempt, the first retry being 1: up to 50 ms, 100 ms, 200 ms, at random.
  static func delay(retry: Int) -> Duration {
    .microseconds(Int64.random(in: 1_000...(50_000 << Int64(min(retry, 5) - 1))))
  }
}
