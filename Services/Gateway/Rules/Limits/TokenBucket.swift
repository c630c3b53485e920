/// Lets calls through at a rate, and a burst of them at once.
public struct TokenBucket: Hashable, Sendable {
  private let tokensPerSecond: Double
  private let capacity: Double
  private var tokens: Double
  private var filledNanoseconds: Int64

  /// - Parameter nanoseconds: the time now, on a clock that never goes back.
  public init(tokensPerSecond: Int, burst: Int, nanoseconds: Int64) {
    self.tokensPerSecond = Double(tokensPerSecond)
    capacity = Double(max(1, burst))
    tokens = capacity
    filledNanoseconds = nanoseconds
  }

  /// Takes a token.
  ///
  /// - Returns: 0, or how many nanoseconds later there is one.
  public mutating func take(nanoseconds: Int64) -> Int64 {
    fill(nanoseconds)
    guard tokens < 1 else {
      tokens -= 1
      return 0
    }
    return Int64(((1 - tokens) / tokensPerSecond * 1e9).rounded(.up))
  }

  /// Whether nothing has been taken that has not come back.
  public mutating func isFull(nanoseconds: Int64) -> Bool {
    fill(nanoseconds)
    return tokens >= capacity
  }

  private mutating func fill(_ nanoseconds: Int64) {
    let passed = Double(max(0, nanoseconds - filledNanoseconds)) / 1e9
    tokens = min(capacity, tokens + passed * tokensPerSecond)
    filledNanoseconds = max(filledNanoseconds, nanoseconds)
  }
}
