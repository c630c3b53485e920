import Logging
import Messages
import RPC
import RPCTransport
import SuiteConfiguration
import Synchronization
import Testing

@testable import ServiceKit

/// Spans of calls, from service to service and to a collector.
@Suite struct TracingTests {
  private static let front = Method(service: "test.S", name: "Front", shape: .unary, access: .public)
  private static let back = Method(service: "test.S", name: "Back", shape: .unary, access: .public)
  private static let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

  private final class Collector: TraceV1.TraceService {
    let requests = Mutex<[TraceV1.ExportTraceServiceRequest]>([])

    func export(
      _ request: TraceV1.ExportTraceServiceRequest,
      context: ServerContext
    ) async throws -> TraceV1.ExportTraceServiceResponse {
      requests.withLock { $0.append(request) }
      return .init()
    }

    var spans: [TraceV1.Span] {
      requests.withLock { $0 }.flatMap(\.resourceSpans).flatMap(\.scopeSpans).flatMap(\.spans)
    }
  }

  /// A service that answers both methods; the first by a call of the second.
  private func service(collector port: Int, kept: Int = 1_000) async throws -> RunningService {
    let loader = ConfigurationLoader(
      schema: InventoryConfiguration.schema,
      flags: [
        (key: "listen.port", text: "0"), (key: "admin.port", text: "0"),
        (key: "listen.eventLoops", text: "1"),
        (key: "tracing.collector", text: "127.0.0.1:\(port)"),
        (key: "tracing.keptPerThousand", text: "\(kept)"),
      ]
    )
    let target = Mutex<ClientChannel?>(nil)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let service = try await RunningService.start(configuration: try loader.load(), logger: logger) { _ in
      let methods: [MethodBinding] = [
        .unary(Self.front) { (request: HealthV1.HealthCheckRequest, context: ServerContext) in
          guard let channel = target.withLock({ $0 }) else { throw RPCError(.internal, message: "") }
          var options = CallOptions(from: context)
          options.deadline = .after(.seconds(60))
          return try await channel.unary(Self.back, request, options: options) as HealthV1.HealthCheckRequest
        },
        .unary(Self.back) { (request: HealthV1.HealthCheckRequest, _) in request },
      ]
      return ServiceParts(
        services: [ServiceDefinition(name: "test.S", methods: methods)],
        onShutdown: { target.withLock { $0 }?.close() }
      )
    }
    target.withLock {
      $0 = ClientChannel(targets: [.init(host: "127.0.0.1", port: service.address.port ?? 0)])
    }
    return service
  }

  private func withService(
    kept: Int = 1_000,
    _ body: (ClientChannel) async throws -> Void
  ) async throws -> [TraceV1.Span] {
    let collector = Collector()
    let server = RPCServer(configuration: .init(), services: [collector.definition])
    let service = try await service(collector: try await server.start().port ?? 0, kept: kept)
    let channel = ClientChannel(targets: [.init(host: "127.0.0.1", port: service.address.port ?? 0)])
    try await body(channel)
    channel.close()
    // What it did last is sent before it ends.
    await service.stop()
    await server.shutdown(gracePeriod: .zero)
    return collector.spans
  }

  private func call(_ channel: ClientChannel, _ metadata: Metadata) async throws {
    let options = CallOptions(timeout: .seconds(60), metadata: metadata)
    let _: HealthV1.HealthCheckRequest = try await channel.unary(
      Self.front,
      HealthV1.HealthCheckRequest(),
      options: options
    )
  }

  @Test func aTraceGoesOnThroughEveryHop() async throws {
    let spans = try await withService { channel in
      try await call(channel, ["traceparent": Self.parent, "tracestate": "vendor=1"])
    }
    let front = try #require(spans.first { $0.name == "test.S/Front" })
    let back = try #require(spans.first { $0.name == "test.S/Back" })
    let trace: [UInt8] = [
      0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6, 0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36,
    ]
    #expect(front.traceId == trace && back.traceId == trace)
    #expect(front.parentSpanId == [0x00, 0xf0, 0x67, 0xaa, 0x0b, 0xa9, 0x02, 0xb7])
    #expect(back.parentSpanId == front.spanId && front.spanId.count == 8)
    #expect(front.traceState == "vendor=1" && back.traceState == "vendor=1" && front.kind == .server)
    #expect(front.startTimeUnixNano <= back.startTimeUnixNano + 1_000_000)
    #expect(front.endTimeUnixNano >= front.startTimeUnixNano && front.startTimeUnixNano > 0)
    let code = front.attributes.first { $0.key == "rpc.grpc.status_code" }?.value?.value
    #expect(code == .intValue(0))
    #expect(spans.map(\.name).sorted() == ["test.S/Back", "test.S/Front"])
  }

  @Test func whatIsNotKeptIsNotSent() async throws {
    let unsampled = Self.parent.dropLast() + "0"
    let none = try await withService(kept: 0) { channel in
      try await call(channel, [:])
      try await call(channel, ["traceparent": String(unsampled)])
    }
    #expect(none.isEmpty)
    // What is malformed begins a new trace.
    let begun = try await withService { channel in try await call(channel, ["traceparent": "nonsense"]) }
    #expect(begun.map(\.name).sorted() == ["test.S/Back", "test.S/Front"])
    #expect(begun.count { $0.parentSpanId.isEmpty } == 1)
  }

  @Test func aCollectorThatIsAwayCostsSpansAndNothingElse() async throws {
    let lost = Counter()
    let queue = SpanQueue(lost: lost)
    let channel = ClientChannel(targets: [.init(host: "127.0.0.1", port: 1)])
    let exporter = SpanExporter(queue: queue, collector: .init(channel), service: "test")
    for _ in 0..<3 {
      queue.add(
        CallSpan(
          trace: .root(isSampled: true),
          parentID: 0,
          state: "",
          method: Self.back,
          status: .internal,
          organization: "acme",
          endNanoseconds: 5,
          durationNanoseconds: 9
        )
      )
    }
    await exporter.sendAll()
    #expect(lost.value == 3 && queue.take(atMost: 1).isEmpty)
    channel.close()
  }
}
