import Histogram
import RPC

/// What a run measured.
public struct LoadResult: Sendable, Codable, Equatable {
  /// Latency in microseconds.
  public struct Latency: Sendable, Codable, Equatable {
    public let min: Double
    public let mean: Double
    public let p50: Double
    public let p90: Double
    public let p99: Double
    public let p999: Double
    public let p9999: Double
    public let max: Double
  }

  /// How many calls ended in one way.
  public struct Status: Sendable, Codable, Equatable {
    public let code: String
    public let reason: String
    public let count: Int
    /// Which method of a journey ended so; nil when there is one only, or all went well.
    public var method: String?
  }

  /// One call of a journey.
  public struct Step: Sendable, Codable, Equatable {
    public let method: String
    public let latencyMicroseconds: Latency
  }

  /// How many calls in a hundred took no longer.
  public struct Percentile: Sendable, Codable, Equatable {
    public let percentile: Double
    public let microseconds: Double
  }

  public let connections: Int
  public let streams: Int
  /// `service/method`, of a journey its first call.
  public let method: String
  /// The rate asked for; nil in a closed loop.
  public let targetCallsPerSecond: Double?
  /// From the end of the warm-up to the last answer.
  public let seconds: Double
  /// Measured calls that were answered, well or not.
  public let calls: Int
  public let callsPerSecond: Double
  /// Measured calls without an answer.
  public let unanswered: Int
  public let latencyMicroseconds: Latency
  /// The most frequent first.
  public let statuses: [Status]
  /// The calls of a journey; empty when there is one only.
  public let steps: [Step]
  /// Finer than `latencyMicroseconds`, for plots.
  public let percentiles: [Percentile]
  /// When measuring began, after ramp and warm-up.
  public let measuredFromSeconds: Double
  /// The whole run, second by second.
  public let intervals: [LoadInterval]

  /// Calls that did not end with `OK`, or not at all.
  public var errors: Int {
    statuses.filter { $0.code != StatusCode.ok.name }.reduce(unanswered) { $0 + $1.count }
  }

  /// Whether every call was answered with `OK`.
  public var isClean: Bool { errors == 0 }

  init(
    _ plan: LoadPlan,
    methods: [String],
    _ record: LoadRecorder,
    measureStart: Int64,
    intervals: [LoadInterval]
  ) {
    connections = plan.connections
    streams = plan.streams
    method = methods.first ?? ""
    if case .openLoop(let rate) = plan.pace {
      targetCallsPerSecond = rate
    } else {
      targetCallsPerSecond = nil
    }
    calls = Int(record.measured.latencies.totalCount)
    seconds = Swift.max(0, Double(record.lastEnd - measureStart) / 1e9)
    callsPerSecond = seconds > 0 ? Double(calls) / seconds : 0
    unanswered = record.unanswered
    latencyMicroseconds = Latency(record.measured.latencies)
    statuses = Self.statuses(record.measured, methods)
    steps = zip(methods, record.steps).map { Step(method: $0, latencyMicroseconds: Latency($1)) }
    percentiles = record.measured.latencies.percentiles(ticksPerHalfDistance: 5).map {
      Percentile(percentile: $0.percentile, microseconds: Double($0.value) / 1_000)
    }
    measuredFromSeconds = Double((plan.ramp + plan.warmup).nanoseconds) / 1e9
    self.intervals = intervals
  }

  private static func statuses(_ tally: LoadTally, _ methods: [String]) -> [Status] {
    var statuses = tally.outcomes.map { outcome, count in
      Status(
        code: outcome.code,
        reason: outcome.reason,
        count: count,
        method: methods.count > 1 ? methods[outcome.step] : nil
      )
    }
    if tally.succeeded > 0 {
      statuses.append(Status(code: StatusCode.ok.name, reason: "", count: tally.succeeded))
    }
    return statuses.sorted { ($1.count, $0.code, $0.reason) < ($0.count, $1.code, $1.reason) }
  }
}

extension LoadResult.Latency {
  init(_ latencies: Histogram<UInt64>) {
    let isEmpty = latencies.totalCount == 0
    min = isEmpty ? 0 : Double(latencies.min) / 1_000
    mean = isEmpty ? 0 : latencies.mean / 1_000
    p50 = latencies.microseconds(atPercentile: 50)
    p90 = latencies.microseconds(atPercentile: 90)
    p99 = latencies.microseconds(atPercentile: 99)
    p999 = latencies.microseconds(atPercentile: 99.9)
    p9999 = latencies.microseconds(atPercentile: 99.99)
    max = isEmpty ? 0 : Double(latencies.max) / 1_000
  }
}
