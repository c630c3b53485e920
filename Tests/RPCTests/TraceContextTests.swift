import RPC
import Testing

/// The examples and rules of W3C Trace Context, level 1, section 3.2.
@Suite struct TraceContextTests {
  private static let example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

  @Test func whatIsReadIsWrittenAgain() throws {
    let trace = try #require(TraceContext(traceparent: Self.example))
    #expect(trace.traceparent == Self.example && trace.isSampled)
    let child = trace.child()
    #expect(
      child.traceHigh == trace.traceHigh && child.traceLow == trace.traceLow && child.spanID != trace.spanID
    )
    let root = TraceContext.root(isSampled: false)
    #expect(TraceContext(traceparent: root.traceparent) == root)
  }

  @Test(arguments: [
    "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
    "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
    "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
    "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
    "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  ])
  func whatIsMalformedIsNone(text: String) {
    #expect(TraceContext(traceparent: text) == nil)
  }

  @Test func laterVersionsAreReadAsFarAsTheyAreKnown() {
    let later = "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-02-what-the-future-will-be"
    #expect(TraceContext(traceparent: later)?.isSampled == false)
  }
}
