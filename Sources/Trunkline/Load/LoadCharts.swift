import Foundation
import Load

/// The plots of a result.
enum LoadCharts {
  static func all(_ result: LoadResult) -> [LineChart] {
    [rate(result), latency(result), percentiles(result)]
  }

  private static func rate(_ result: LoadResult) -> LineChart {
    overTime("Calls a second", result) { intervals in
      var lines = [LineChart.Line(name: "calls", points: intervals.map { ($0.middle, $0.callsPerSecond) })]
      if intervals.contains(where: { $0.errors > 0 }) {
        let errors = intervals.map { ($0.middle, Double($0.errors) / max($0.seconds, 0.001)) }
        lines.append(LineChart.Line(name: "errors", points: errors))
      }
      return lines
    }
  }

  private static func latency(_ result: LoadResult) -> LineChart {
    overTime("Latency in milliseconds", result) { intervals in
      [
        LineChart.Line(name: "p50", points: intervals.map { ($0.middle, $0.p50Microseconds / 1_000) }),
        LineChart.Line(name: "p99", points: intervals.map { ($0.middle, $0.p99Microseconds / 1_000) }),
        LineChart.Line(name: "max", points: intervals.map { ($0.middle, $0.maxMicroseconds / 1_000) }),
      ]
    }
  }

  private static func overTime(
    _ title: String,
    _ result: LoadResult,
    _ lines: ([LoadInterval]) -> [LineChart.Line]
  ) -> LineChart {
    // The rest of a second is too short for a rate.
    let intervals = result.intervals.filter { $0.seconds >= 0.5 || result.intervals.count == 1 }
    let end = intervals.last.map { $0.beginSeconds + $0.seconds } ?? 1
    let marks = AxisTicks(upTo: end).values.filter { $0 <= end }
    return LineChart(
      title: title,
      lines: lines(intervals),
      marks: marks.map { ($0, "\(AxisTicks.text($0)) s") },
      end: end,
      shadedTo: result.measuredFromSeconds
    )
  }

  /// Every nine of the percentile is as wide as the one before it.
  private static func percentiles(_ result: LoadResult) -> LineChart {
    func nines(_ percentile: Double) -> Double { -log10(max(1 - percentile / 100, 1e-7)) }
    let points = result.percentiles.filter { $0.percentile < 100 }
    let end = points.last.map { nines($0.percentile) } ?? 1
    let marks = [0, 90, 99, 99.9, 99.99, 99.999].filter { nines($0) <= end + 0.001 }
    return LineChart(
      title: "Latency in milliseconds, by percentile of the measured calls",
      lines: [
        LineChart.Line(
          name: "latency",
          points: points.map { (nines($0.percentile), $0.microseconds / 1_000) }
        )
      ],
      marks: marks.map { (nines($0), "p\(trimmed($0))") },
      end: max(end, 1)
    )
  }

  private static func trimmed(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }
}

extension LoadInterval {
  fileprivate var middle: Double { beginSeconds + seconds / 2 }
}
