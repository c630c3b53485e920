import RPC
import Synchronization

/// Rate, errors and duration of every method of a server.
public struct CallMetrics: ServerInterceptor {
  /// What is counted for one method; codes are few, so each has its counter from the start.
  private final class MethodMetrics: Sendable {
    let codes = InlineArray<17, Atomic<UInt64>> { _ in Atomic(0) }
    let durations = DurationHistogram()
  }

  private let methods: TailTable<MethodMetrics>
  /// Calls of methods that do not exist, whose names must not become labels.
  private let unknown = MethodMetrics()

  public init(methods known: [Method], metrics: Metrics) {
    // At most a quarter full, so that a look-up seldom meets another method's path; none is given up.
    var capacity = 64
    while capacity < known.count * 4 { capacity *= 2 }
    var methods = TailTable<MethodMetrics>(capacity: capacity, window: capacity)
    for method in known {
      let one = MethodMetrics()
      methods.insert(one, for: method.path)
      Self.publish(one, service: method.service, method: method.name, in: metrics)
    }
    self.methods = methods
    Self.publish(unknown, service: "unknown", method: "unknown", in: metrics)
  }

  public func ended(_ context: ServerContext, status: StatusCode, durationNanoseconds: Int64) {
    let method = methods[context.method.path] ?? unknown
    method.codes[status.rawValue].wrappingAdd(1, ordering: .relaxed)
    method.durations.record(nanoseconds: durationNanoseconds)
  }

  private static func publish(_ one: MethodMetrics, service: String, method: String, in metrics: Metrics) {
    let labels = [("service", service), ("method", method)]
    metrics.samples(
      "rpc_server_handled_total",
      help: "Calls answered, by status code.",
      type: "counter"
    ) { name in
      StatusCode.allCases.compactMap { code in
        let count = one.codes[code.rawValue].load(ordering: .relaxed)
        // Nobody is helped by sixteen zeros a method; OK is always there so that a rate has a beginning.
        guard count > 0 || code == .ok else { return nil }
        return "\(name)\(Exposition.labels(labels + [("code", code.name)])) \(count)"
      }
    }
    metrics.samples(
      "rpc_server_duration_seconds",
      help: "Time from the first byte of a call to its status.",
      type: "histogram"
    ) { name in
      Exposition.histogram(name, labels, one.durations)
    }
  }
}
