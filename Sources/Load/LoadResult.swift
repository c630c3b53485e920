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
  }

  public let connections: Int
  public let streams: Int
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

  /// Whether every call was answered with `OK`.
  public var isClean: Bool { unanswered == 0 && statuses.allSatisfy { $0.code == "OK" } }

  init(_ plan: LoadPlan, _ record: LoadRecorder, measureStart: Int64) {
    connections = plan.connections
    streams = plan.streams
    if case .openLoop(let rate) = plan.pace {
      targetCallsPerSecond = rate
    } else {
      targetCallsPerSecond = nil
    }
    calls = Int(record.latencies.totalCount)
    seconds = Swift.max(0, Double(record.lastEnd - measureStart) / 1e9)
    callsPerSecond = seconds > 0 ? Double(calls) / seconds : 0
    unanswered = record.unanswered
    latencyMicroseconds = Latency(record)
    var statuses = record.outcomes.map { Status(code: $0.code, reason: $0.reason, count: $1) }
    if record.succeeded > 0 { statuses.append(Status(code: "OK", reason: "", count: record.succeeded)) }
    self.statuses = statuses.sorted { ($1.count, $0.code, $0.reason) < ($0.count, $1.code, $1.reason) }
  }
}

extension LoadResult.Latency {
  init(_ record: LoadRecorder) {
    let latencies = record.latencies
    func microseconds(_ nanoseconds: UInt64) -> Double { Double(nanoseconds) / 1_000 }
    func percentile(_ percentile: Double) -> Double { microseconds(latencies.valueAtPercentile(percentile)) }
    let isEmpty = latencies.totalCount == 0
    min = isEmpty ? 0 : microseconds(latencies.min)
    mean = isEmpty ? 0 : latencies.mean / 1_000
    p50 = percentile(50)
    p90 = percentile(90)
    p99 = percentile(99)
    p999 = percentile(99.9)
    p9999 = percentile(99.99)
    max = isEmpty ? 0 : microseconds(latencies.max)
  }
}
