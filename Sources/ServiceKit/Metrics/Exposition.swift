/// Pieces of the text format of Prometheus.
enum Exposition {
  static func labels(_ labels: [(String, String)]) -> String {
    if labels.isEmpty { return "" }
    return "{" + labels.map { "\($0.0)=\"\(escape(label: $0.1))\"" }.joined(separator: ",") + "}"
  }

  static func histogram(_ name: String, _ labels: [(String, String)], _ histogram: DurationHistogram)
    -> [String]
  {
    var lines: [String] = []
    var total: UInt64 = 0
    let counts = histogram.counts
    for (bound, count) in zip(DurationHistogram.boundsNanoseconds, counts) {
      total += count
      let bucket = self.labels(labels + [("le", number(Double(bound) / 1e9))])
      lines.append("\(name)_bucket\(bucket) \(total)")
    }
    total += counts.last ?? 0
    lines.append("\(name)_bucket\(self.labels(labels + [("le", "+Inf")])) \(total)")
    lines.append("\(name)_sum\(self.labels(labels)) \(number(histogram.sumSeconds))")
    lines.append("\(name)_count\(self.labels(labels)) \(total)")
    return lines
  }

  /// Whole numbers without a fraction.
  static func number(_ value: Double) -> String {
    if value == value.rounded(), value.magnitude < 1e15 { return "\(Int64(value))" }
    return "\(value)"
  }

  static func escape(help: String) -> String {
    help.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
      .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
  }

  static func escape(label: String) -> String {
    var escaped = ""
    for character in label {
      switch character {
      case "\\": escaped += "\\\\"
      case "\"": escaped += "\\\""
      case "\n": escaped += "\\n"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
