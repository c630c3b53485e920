import Synchronization

/// The figures of a process, written as Prometheus reads them.
///
/// Metrics are made once, when a service starts, and kept; making one takes a lock, using it does not.
public final class Metrics: Sendable {
  private struct Family {
    let help: String
    let type: String
    var samples: [@Sendable (_ name: String) -> [String]] = []
  }

  private let families = Mutex<[String: Family]>([:])

  public init() {}

  /// A number that only grows; the name ends in `_total` by convention.
  public func counter(_ name: String, help: String, labels: [(String, String)] = []) -> Counter {
    let counter = Counter()
    let suffix = Exposition.labels(labels)
    add(name, help: help, type: "counter") { ["\($0)\(suffix) \(counter.value)"] }
    return counter
  }

  /// A number that goes up and down.
  public func gauge(_ name: String, help: String, labels: [(String, String)] = []) -> Gauge {
    let gauge = Gauge()
    let suffix = Exposition.labels(labels)
    add(name, help: help, type: "gauge") { ["\($0)\(suffix) \(gauge.value)"] }
    return gauge
  }

  /// A number that is asked for when the metrics are read.
  public func gauge(
    _ name: String,
    help: String,
    labels: [(String, String)] = [],
    read: @escaping @Sendable () -> Double
  ) {
    let suffix = Exposition.labels(labels)
    add(name, help: help, type: "gauge") { ["\($0)\(suffix) \(Exposition.number(read()))"] }
  }

  /// Durations in buckets; the name ends in `_seconds` by convention.
  public func histogram(_ name: String, help: String, labels: [(String, String)] = []) -> DurationHistogram {
    let histogram = DurationHistogram()
    add(name, help: help, type: "histogram") { Exposition.histogram($0, labels, histogram) }
    return histogram
  }

  /// Samples that `read` makes up when the metrics are read, each a suffix of the line after the name.
  func samples(
    _ name: String,
    help: String,
    type: String,
    read: @escaping @Sendable (_ name: String) -> [String]
  ) {
    add(name, help: help, type: type, read: read)
  }

  private func add(
    _ name: String,
    help: String,
    type: String,
    read: @escaping @Sendable (_ name: String) -> [String]
  ) {
    families.withLock { families in
      families[name, default: Family(help: help, type: type)].samples.append(read)
    }
  }

  /// All metrics in the text format of Prometheus, version 0.0.4.
  public func exposition() -> String {
    let families = families.withLock { $0 }
    var lines: [String] = []
    for (name, family) in families.sorted(by: { $0.key < $1.key }) {
      lines.append("# HELP \(name) \(Exposition.escape(help: family.help))")
      lines.append("# TYPE \(name) \(family.type)")
      for read in family.samples { lines += read(name) }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
