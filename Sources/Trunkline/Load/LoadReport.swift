import Load

/// A result for people.
enum LoadReport {
  static func text(_ result: LoadResult) -> String {
    var latency = Table("", "min", "mean", "p50", "p90", "p99", "p99.9", "p99.99", "max")
    for step in result.steps { add(step.latencyMicroseconds, step.method.resourceID, to: &latency) }
    add(result.latencyMicroseconds, result.steps.isEmpty ? "call" : "journey", to: &latency)
    var statuses = Table("status", "reason", "method", "calls")
    for status in result.statuses {
      statuses.add(status.code, status.reason, status.method?.resourceID ?? "", status.count.grouped)
    }
    return "\(summary(result).text)\n\nLatency in microseconds\n\(latency.text)\n\n\(statuses.text)"
  }

  static func summary(_ result: LoadResult) -> Sheet {
    var sheet = Sheet()
    let target = result.targetCallsPerSecond.map { " of \(Int($0).grouped) asked for" } ?? ""
    sheet.add("calls", "\(result.calls.grouped) in \(rounded(result.seconds)) s")
    sheet.add("calls a second", "\(Int(result.callsPerSecond.rounded()).grouped)\(target)")
    sheet.add("under way", "\(result.connections) connections x \(result.streams) streams")
    if result.unanswered > 0 { sheet.add("unanswered", result.unanswered.grouped) }
    return sheet
  }

  private static func add(_ figures: LoadResult.Latency, _ name: String, to table: inout Table) {
    table.add(
      name,
      rounded(figures.min),
      rounded(figures.mean),
      rounded(figures.p50),
      rounded(figures.p90),
      rounded(figures.p99),
      rounded(figures.p999),
      rounded(figures.p9999),
      rounded(figures.max)
    )
  }

  static func rounded(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\((tenths / 10).grouped).\(tenths % 10)"
  }
}
