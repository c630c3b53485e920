import Synchronization
import Testing

@testable import Load

@Suite struct TimelineTests {
  private func tally(_ calls: Int) -> LoadTally {
    var tally = LoadTally(.two)
    for _ in 0..<calls { tally.add(nil, after: 1_000) }
    return tally
  }

  @Test func aSecondIsWholeWhenEveryThreadHasToldOfIt() {
    let told = Mutex<[Int]>([])
    let timeline = LoadTimeline(threads: 2) { interval in told.withLock { $0.append(interval.calls) } }
    timeline.add(tally(1), second: 0)
    timeline.add(tally(5), second: 1)
    #expect(told.withLock { $0 }.isEmpty)
    timeline.add(tally(2), second: 0)
    #expect(told.withLock { $0 } == [3])
    // A thread that did not tell of its last second any more told of it at the end.
    let all = timeline.finished([tally(10), tally(20)], afterSeconds: 1.5)
    #expect(all.map(\.calls) == [3, 35])
    #expect(all.map(\.seconds) == [1, 0.5])
  }

  @Test func nothingFollowsOnTheLastSecondWhenNothingCame() {
    let timeline = LoadTimeline(threads: 1) { _ in }
    timeline.add(tally(1), second: 0)
    #expect(timeline.finished([tally(0)], afterSeconds: 1.2).count == 1)
  }
}
