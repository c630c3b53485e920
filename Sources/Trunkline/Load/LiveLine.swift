import Load

/// How a run goes, in one line of a terminal that changes every second.
struct LiveLine: Sendable {
  private let expectedSeconds: Double?

  init(expectedSeconds: Double?) {
    self.expectedSeconds = expectedSeconds
  }

  func show(_ interval: LoadInterval) {
    guard Terminal.isInteractive else { return }
    Terminal.replaceLine(with: Self.text(interval, expectedSeconds: expectedSeconds))
  }

  /// Leaves the line empty for the result.
  func end() {
    if Terminal.isInteractive { Terminal.replaceLine(with: "") }
  }

  /// `3 of 10 s  12,345 calls/s  p50 0.31 ms  p99 1.20 ms  0 errors`
  static func text(_ interval: LoadInterval, expectedSeconds: Double?) -> String {
    let second = Int(interval.beginSeconds + interval.seconds)
    let whole = expectedSeconds.map { " of \(Int($0.rounded(.up)))" } ?? ""
    return [
      "\(second)\(whole) s",
      "\(Int(interval.callsPerSecond).grouped) calls/s",
      "p50 \(Milliseconds.text(interval.p50Microseconds))",
      "p99 \(Milliseconds.text(interval.p99Microseconds))",
      interval.errors.counting("error"),
    ].joined(separator: "  ")
  }
}

/// Latencies as people read them.
enum Milliseconds {
  static func text(_ microseconds: Double) -> String {
    let hundredths = Int((microseconds / 10).rounded())
    let fraction = hundredths % 100
    return "\((hundredths / 100).grouped).\(fraction < 10 ? "0" : "")\(fraction) ms"
  }
}
