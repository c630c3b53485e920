import Messages
import RPC

/// What a service needs to trace its calls, when a collector is configured.
struct Traces: Sendable {
  let interceptor: any ServerInterceptor
  let worker: Worker

  init?(_ runtime: ServiceRuntime) throws {
    let configuration = runtime.configuration
    guard !configuration[ServiceKeys.traceCollector].isEmpty else { return nil }
    let help = "Spans that no collector got, because it was away or there were too many."
    let queue = SpanQueue(lost: runtime.metrics.counter("trunkline_spans_lost_total", help: help))
    interceptor = Tracing(queue: queue, keptPerThousand: configuration[ServiceKeys.tracesKept])
    let channel = try runtime.channel(to: ServiceKeys.traceCollector)
    worker = SpanExporter(queue: queue, collector: .init(channel), service: configuration.service).worker
  }
}
