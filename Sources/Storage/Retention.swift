/// How long rows of an append-only table stay. Time is what the writes say it is, so that a virtual clock
/// moves it too.
struct Retention {
  let milliseconds: Int64
  /// Rows removed by one transaction.
  let chunk = 16
  /// When the oldest row was written, if there is one.
  private var oldestMilliseconds: Int64?
  private var latestMilliseconds = Int64.min

  init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  mutating func noteStored(atMilliseconds now: Int64) {
    latestMilliseconds = max(latestMilliseconds, now)
    if oldestMilliseconds == nil { oldestMilliseconds = now }
  }

  var hasExpired: Bool { oldestMilliseconds.map(isExpired) ?? false }

  /// How many of a chunk of the oldest rows, given by their times, are to be removed now.
  mutating func takeExpired(_ createTimes: [Int64]) -> Int {
    let count = createTimes.prefix(while: isExpired).count
    if count < createTimes.count {
      oldestMilliseconds = createTimes[count]
    } else if count < chunk {
      oldestMilliseconds = nil
    }
    return count
  }

  private func isExpired(_ createTimeMilliseconds: Int64) -> Bool {
    createTimeMilliseconds < latestMilliseconds - milliseconds
  }
}
