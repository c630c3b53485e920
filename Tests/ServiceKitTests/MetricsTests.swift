import NIOCore
import RPC
import Testing

@testable import ServiceKit

@Suite struct MetricsTests {
  @Test func theTextIsAsPrometheusReadsIt() {
    let metrics = Metrics()
    let requests = metrics.counter("b_total", help: "Line\nbreak.", labels: [("name", "a\"b\\c")])
    requests.increment()
    requests.increment(by: 2)
    metrics.counter("b_total", help: "Line\nbreak.", labels: [("name", "other")]).increment()
    metrics.gauge("a", help: "Up and down.").set(-5)
    metrics.gauge("c", help: "Asked for.") { 1.5 }
    #expect(
      metrics.exposition() == """
        # HELP a Up and down.
        # TYPE a gauge
        a -5
        # HELP b_total Line\\nbreak.
        # TYPE b_total counter
        b_total{name="a\\"b\\\\c"} 3
        b_total{name="other"} 1
        # HELP c Asked for.
        # TYPE c gauge
        c 1.5

        """
    )
  }

  @Test func bucketsAreCumulative() {
    let metrics = Metrics()
    let histogram = metrics.histogram("d_seconds", help: "D.")
    for nanoseconds in [0, 50_000, 50_001, 3_000_000, 99_000_000_000] as [Int64] {
      histogram.record(nanoseconds: nanoseconds)
    }
    let lines = metrics.exposition().split(separator: "\n")
    #expect(lines.contains("d_seconds_bucket{le=\"5e-05\"} 2"))
    #expect(lines.contains("d_seconds_bucket{le=\"0.0001\"} 3"))
    #expect(lines.contains("d_seconds_bucket{le=\"0.0025\"} 3"))
    #expect(lines.contains("d_seconds_bucket{le=\"0.005\"} 4"))
    #expect(lines.contains("d_seconds_bucket{le=\"10\"} 4"))
    #expect(lines.contains("d_seconds_bucket{le=\"+Inf\"} 5"))
    #expect(lines.contains("d_seconds_count 5"))
    #expect(lines.contains("d_seconds_sum 99.003100001"))
  }

  @Test func everyBoundIsTheEndOfItsBucket() {
    for (index, bound) in DurationHistogram.boundsNanoseconds.enumerated() {
      let histogram = DurationHistogram()
      histogram.record(nanoseconds: bound)
      histogram.record(nanoseconds: bound + 1)
      #expect(histogram.counts[index] == 1, "\(bound)")
      #expect(histogram.counts[index + 1] == 1, "\(bound)")
    }
  }

  @Test func callsAreCountedByMethodAndCode() {
    let metrics = Metrics()
    let known = Method(service: "test.S", name: "Get", shape: .unary, access: .read)
    let calls = CallMetrics(methods: [known], metrics: metrics)
    func end(_ method: Method, _ code: StatusCode) {
      let context = ServerContext(method: method, metadata: [:], deadline: nil, peer: "", startTime: .now())
      calls.ended(context, status: code, durationNanoseconds: 1_000)
    }
    end(known, .ok)
    end(known, .ok)
    end(known, .notFound)
    end(Method(service: "test.S", name: "Forged", shape: .unary, access: .read), .unimplemented)
    let text = metrics.exposition()
    #expect(text.contains("rpc_server_handled_total{service=\"test.S\",method=\"Get\",code=\"OK\"} 2\n"))
    #expect(
      text.contains("rpc_server_handled_total{service=\"test.S\",method=\"Get\",code=\"NOT_FOUND\"} 1\n")
    )
    #expect(text.contains("service=\"unknown\",method=\"unknown\",code=\"UNIMPLEMENTED\"} 1\n"))
    #expect(text.contains("rpc_server_duration_seconds_count{service=\"test.S\",method=\"Get\"} 3\n"))
    #expect(!text.contains("Forged"))
  }
}
