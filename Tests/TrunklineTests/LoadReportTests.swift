import Foundation
import Testing

@testable import Load
@testable import trunkline

@Suite struct LoadReportTests {
  private func result(failed: Int = 0, methods: [String] = ["s/<Method>"]) -> LoadResult {
    let record = LoadRecorder(steps: methods.count)
    for call in 1...100 {
      let outcome = call <= failed ? LoadOutcome(code: "ABORTED", reason: "CONFLICT") : nil
      record.ended(outcome, after: Int64(call) * 10_000, at: 2_000_000_000, isMeasured: true)
      for step in methods.indices { record.stepEnded(step, after: 1_000) }
    }
    let interval = LoadInterval(record.takeInterval(), beginSeconds: 0, seconds: 1)
    return LoadResult(LoadPlan(), methods: methods, record, measureStart: 0, intervals: [interval, interval])
  }

  @Test func thePageStandsAloneAndIsWellFormed() throws {
    let page = LoadPage.html(result(failed: 2))
    #expect(page.contains("s/&lt;Method&gt;"))
    #expect(!page.contains("<Method>"))
    for foreign in ["<script", "http:", "https:", "<link", "<img", "url("] {
      #expect(!page.contains(foreign), "\(foreign)")
    }
    let figures = page.components(separatedBy: "<figure>").dropFirst()
    #expect(figures.count == 3)
    for figure in figures {
      let xml = "<figure>" + figure.prefix(upTo: try #require(figure.range(of: "</figure>")).upperBound)
      #expect(try XMLShape.isWellFormed(xml))
    }
    #expect(page.contains("class=\"line1\">errors"))
  }

  @Test func aResultIsReadBackFromItsJSON() throws {
    let result = result(failed: 1, methods: ["s/A", "s/B"])
    let back = try JSONDecoder().decode(LoadResult.self, from: Data(JSONText.encode(result).utf8))
    #expect(back == result)
  }

  @Test func everyCallOfAJourneyHasItsLine() {
    let text = LoadReport.text(result(methods: ["s/First", "s/Second"]))
    for name in ["First", "Second", "journey"] { #expect(text.contains("\n\(name) ")) }
  }

  @Test func errorsFailARunUnlessAThresholdIsAboutThem() throws {
    let some = try #require(LoadThreshold("errors>5%"))
    let slow = try #require(LoadThreshold("p99>1us"))
    #expect(LoadVerdict.breaches(of: [], in: result()).isEmpty)
    #expect(LoadVerdict.breaches(of: [], in: result(failed: 2)) == ["2 calls did not end with OK"])
    #expect(LoadVerdict.breaches(of: [some], in: result(failed: 2)).isEmpty)
    #expect(LoadVerdict.breaches(of: [some], in: result(failed: 6)).count == 1)
    #expect(LoadVerdict.breaches(of: [slow], in: result(failed: 2)).count == 2)
  }

  @Test func theLiveLineSaysHowItGoes() {
    let line = LiveLine.text(result(failed: 1).intervals[0], expectedSeconds: 10)
    #expect(line.hasPrefix("1 of 10 s  100 calls/s  p50 0.5"))
    #expect(line.hasSuffix("1 error"))
  }

  @Test(arguments: [(0.0, [0.0, 1]), (4.2, [0, 1, 2, 3, 4, 5]), (0.013, [0, 0.005, 0.01, 0.015])])
  func axesHaveRoundMarks(largest: Double, marks: [Double]) {
    let ticks = AxisTicks(upTo: largest)
    #expect(zip(ticks.values, marks).allSatisfy { abs($0 - $1) < 1e-9 } && ticks.values.count == marks.count)
    #expect(ticks.end >= largest)
  }
}

/// Whether every element that begins ends, in order.
private enum XMLShape {
  static func isWellFormed(_ text: String) throws -> Bool {
    var open: [String] = []
    for match in text.matches(of: /<(\/?)([a-z]+)[^>]*?(\/?)>/) {
      if !match.1.isEmpty {
        guard open.popLast() == String(match.2) else { return false }
      } else if match.3.isEmpty {
        open.append(String(match.2))
      }
    }
    return open.isEmpty
  }
}
