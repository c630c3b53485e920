/// A figure that a run must not reach, such as `p99>5ms`.
public struct LoadThreshold: Sendable, Equatable {
  /// What is compared.
  public enum Figure: Sendable, Equatable {
    /// Latency; in microseconds.
    case latency(Latency)
    /// Calls without `OK`.
    case errors
    /// The same in a hundred calls.
    case errorPercentage
    /// Calls a second.
    case rate
  }

  public enum Latency: String, Sendable, CaseIterable {
    case min, mean, p50, p90, p99
    case p999 = "p99.9"
    case p9999 = "p99.99"
    case max
  }

  enum Comparison: String, CaseIterable {
    // The longer ones first, because the shorter ones begin them.
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
  }

  /// As it was written.
  public let text: String
  public let figure: Figure
  let comparison: Comparison
  /// Microseconds for latencies.
  let limit: Double

  /// Reads `p99>5ms`, `errors>0.1%`, `errors>=10` or `rate<1000`; nil when it is nothing of the kind.
  public init?(_ text: String) {
    let compact = text.filter { $0 != " " }
    let signs = Comparison.allCases.first { compact.contains($0.rawValue) }
    guard let signs, let place = compact.firstRange(of: signs.rawValue),
      let figure = Self.figure(String(compact[..<place.lowerBound]), limit: compact[place.upperBound...]),
      let limit = Self.limit(String(compact[place.upperBound...]), of: figure)
    else { return nil }
    self.text = compact
    self.figure = figure
    comparison = signs
    self.limit = limit
  }

  /// What the figure is when it breaks the threshold; nil when it does not.
  public func breach(in result: LoadResult) -> String? {
    let value = value(in: result)
    let isBroken =
      switch comparison {
      case .above: value > limit
      case .atLeast: value >= limit
      case .below: value < limit
      case .atMost: value <= limit
      }
    return isBroken ? "\(text): it is \(Self.text(value, of: figure))" : nil
  }

  private func value(in result: LoadResult) -> Double {
    let latency = result.latencyMicroseconds
    switch figure {
    case .latency(.min): return latency.min
    case .latency(.mean): return latency.mean
    case .latency(.p50): return latency.p50
    case .latency(.p90): return latency.p90
    case .latency(.p99): return latency.p99
    case .latency(.p999): return latency.p999
    case .latency(.p9999): return latency.p9999
    case .latency(.max): return latency.max
    case .errors: return Double(result.errors)
    case .errorPercentage:
      return 100 * Double(result.errors) / Double(max(1, result.calls + result.unanswered))
    case .rate: return result.callsPerSecond
    }
  }

  private static func figure(_ name: String, limit: Substring) -> Figure? {
    switch name {
    case "errors": limit.hasSuffix("%") ? .errorPercentage : .errors
    case "rate": .rate
    default: Latency(rawValue: name).map { .latency($0) }
    }
  }

  private static func limit(_ text: String, of figure: Figure) -> Double? {
    func number(_ suffix: String, times factor: Double = 1) -> Double? {
      guard text.hasSuffix(suffix), let value = Double(text.dropLast(suffix.count)), value >= 0,
        value.isFinite
      else { return nil }
      return value * factor
    }
    switch figure {
    // A second ends with the letter that the other units end with too.
    case .latency: return number("us") ?? number("ms", times: 1e3) ?? number("s", times: 1e6)
    case .errorPercentage: return number("%")
    case .errors, .rate: return number("")
    }
  }

  private static func text(_ value: Double, of figure: Figure) -> String {
    switch figure {
    case .latency: "\(value.rounded() / 1_000) ms"
    case .errorPercentage: "\((value * 1_000).rounded() / 1_000)%"
    case .errors, .rate: "\(Int(value))"
    }
  }
}
