import Testing

@testable import Load

@Suite struct ThresholdTests {
  /// A thousand calls in a second that took 1, 2, 3 … 1,000 microseconds, the last ten of which failed.
  private let result: LoadResult = {
    let record = LoadRecorder()
    for call in 1...1_000 {
      let outcome = call > 990 ? LoadOutcome(code: "UNAVAILABLE", reason: "") : nil
      record.ended(outcome, after: Int64(call) * 1_000, at: 1_000_000_000, isMeasured: true)
    }
    return LoadResult(LoadPlan(), methods: ["a/B"], record, measureStart: 0, intervals: [])
  }()

  @Test(arguments: [
    ("p99>5ms", false), ("p99>0.9ms", true), ("p99 > 900us", true), ("p99.9>=0.0009s", true),
    ("max<1ms", false), ("min<=1us", true), ("mean>0.6ms", false), ("p50<0.6ms", true),
    ("errors>9", true), ("errors>10", false), ("errors>=10", true), ("errors>1%", false),
    ("errors>=1%", true),
    ("errors>0.9%", true), ("rate<1001", true), ("rate<1000", false),
  ])
  func figuresAreCompared(text: String, isBroken: Bool) throws {
    let threshold = try #require(LoadThreshold(text))
    #expect((threshold.breach(in: result) != nil) == isBroken)
  }

  @Test func aBreachSaysWhatTheFigureIs() throws {
    #expect(try #require(LoadThreshold("p50>0.1ms")).breach(in: result) == "p50>0.1ms: it is 0.5 ms")
    #expect(try #require(LoadThreshold("errors>0.5%")).breach(in: result) == "errors>0.5%: it is 1.0%")
    #expect(try #require(LoadThreshold("rate<2000")).breach(in: result) == "rate<2000: it is 1000")
  }

  @Test(arguments: [
    "", "p99", "p99>", "p99>5", "p99>5m", "p98>5ms", ">5ms", "p99>-5ms", "p99=5ms", "errors>1ms", "rate<10%",
    "p99>nanms", "errors>inf",
  ])
  func whatIsNoThresholdIsRefused(text: String) { #expect(LoadThreshold(text) == nil) }

  @Test func callsWithoutAnswerAreErrors() throws {
    let record = LoadRecorder()
    record.ended(nil, after: 1_000, at: 1_000, isMeasured: true)
    record.unanswered = 3
    let result = LoadResult(LoadPlan(), methods: ["a/B"], record, measureStart: 0, intervals: [])
    #expect(result.errors == 3)
    #expect(try #require(LoadThreshold("errors>74%")).breach(in: result) != nil)
    #expect(try #require(LoadThreshold("errors>75%")).breach(in: result) == nil)
  }
}
