import Messages
import RPC

/// Sends spans to a collector by OTLP over gRPC. What it does not take is lost, and counted: traces are of use at once
/// or not at all, and must not fill the memory of a service whose collector is away.
struct SpanExporter: Sendable {
  let queue: SpanQueue
  let collector: TraceV1.TraceServiceClient
  let service: String

  private static let interval = Duration.seconds(1)
  private static let timeout = Duration.seconds(5)
  // A span is about 300 bytes; collectors take 4 MiB.
  private static let batch = 2_048

  var worker: Worker {
    Worker("spans") {
      while !Task.isCancelled {
        // What a service did last is sent before it ends.
        try? await Task.sleep(for: Self.interval)
        await sendAll()
      }
    }
  }

  func sendAll() async {
    while true {
      let spans = queue.take(atMost: Self.batch)
      guard !spans.isEmpty else { return }
      // Not cancelled with the worker: its own time limit ends it.
      let sending = Task { try await send(spans) }
      do { try await sending.value } catch { queue.lost.increment(by: UInt64(spans.count)) }
    }
  }

  private func send(_ spans: [CallSpan]) async throws {
    let resource = TraceV1.Resource(attributes: [
      .init("service.name", "trunkline-\(service)"), .init("service.version", TrunklineVersion.current),
    ])
    let scope = TraceV1.ScopeSpans(scope: .init(name: "trunkline"), spans: spans.map(TraceV1.Span.init))
    let request = TraceV1.ExportTraceServiceRequest(resourceSpans: [
      .init(resource: resource, scopeSpans: [scope])
    ])
    let answer = try await collector.export(request, options: CallOptions(timeout: Self.timeout))
    queue.lost.increment(by: UInt64(max(0, answer.partialSuccess?.rejectedSpans ?? 0)))
  }
}
