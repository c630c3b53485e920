import Testing

@testable import Load

@Suite struct ScheduleTests {
  private func plan(_ pace: LoadPlan.Pace, _ extent: LoadPlan.Extent, connections: Int = 1) -> LoadPlan {
    LoadPlan(connections: connections, streams: 1, pace: pace, extent: extent, warmup: .nanoseconds(100))
  }

  @Test func openLoopKeepsItsTimesHoweverLateTheyAre() {
    let plan = plan(.openLoop(callsPerSecond: 1e8), .time(.nanoseconds(50)))
    var schedule = LoadSchedule(plan, connection: 0, start: 1_000)
    var intended: [Int64] = []
    while let next = schedule.next(now: 9_999) {
      intended.append(next)
      schedule.began(next)
    }
    #expect(intended == stride(from: 1_000, to: 1_150, by: 10).map { Int64($0) })
  }

  @Test func connectionsTakeTurns() {
    let plan = plan(.openLoop(callsPerSecond: 1e8), .time(.nanoseconds(50)), connections: 2)
    #expect(LoadSchedule(plan, connection: 0, start: 0).next(now: 0) == 0)
    #expect(LoadSchedule(plan, connection: 1, start: 0).next(now: 0) == 10)
  }

  @Test func theRestIsWhatIsMeasuredAndHasNotBegun() {
    let plan = plan(.openLoop(callsPerSecond: 1e8), .time(.nanoseconds(50)))
    var schedule = LoadSchedule(plan, connection: 0, start: 0)
    #expect(schedule.rest(now: 0, streams: 1) == 5)
    for _ in 0..<12 { schedule.next(now: 999).map { schedule.began($0) } }
    #expect(schedule.rest(now: 10_000, streams: 1) == 3)
    schedule.stop()
    #expect(schedule.rest(now: 0, streams: 1) == 0)
  }

  @Test func theRestOfTheLongestRunIsKnownAtOnce() {
    let pace = LoadPlan.Pace.openLoop(callsPerSecond: 1e7)
    let plan = LoadPlan(connections: 3, pace: pace, extent: .time(.seconds(86_400)), warmup: .zero)
    let rests = (0..<3).map { LoadSchedule(plan, connection: $0, start: 7).rest(now: 7, streams: 1) }
    #expect(rests.reduce(0, +) == 864_000_000_000)
    let slow = LoadPlan(pace: .openLoop(callsPerSecond: 1e-12), extent: .calls(40), warmup: .zero)
    #expect(LoadSchedule(slow, connection: 1, start: 7).next(now: 7) != nil)
    #expect(LoadSchedule(slow, connection: 1, start: 7).rest(now: 7, streams: 1) == 3)
  }

  @Test func aClosedLoopOwesACallOnEachStreamUntilItsEnd() {
    let timed = LoadSchedule(plan(.closedLoop, .time(.nanoseconds(50))), connection: 0, start: 0)
    #expect(timed.rest(now: 149, streams: 4) == 4)
    #expect(timed.rest(now: 150, streams: 4) == 0)
    let counted = LoadSchedule(plan(.closedLoop, .calls(10), connections: 3), connection: 0, start: 0)
    #expect(counted.rest(now: 0, streams: 4) == 4)
  }

  @Test func closedLoopBeginsAtOnceAndEndsInTime() {
    let schedule = LoadSchedule(plan(.closedLoop, .time(.nanoseconds(50))), connection: 0, start: 0)
    #expect(schedule.next(now: 149) == 149)
    #expect(schedule.next(now: 150) == nil)
  }

  @Test func callsAreDividedAmongConnections() {
    let plan = plan(.closedLoop, .calls(10), connections: 3)
    let counts = (0..<3).map { index in
      var schedule = LoadSchedule(plan, connection: index, start: 0)
      var count = 0
      while let next = schedule.next(now: 1_000) {
        schedule.began(next)
        count += 1
      }
      return count
    }
    #expect(counts == [4, 3, 3])
  }

  @Test func theRateRisesWhileTheRampLasts() {
    // 1,000 calls a second after a second: half as many in it, a quarter of those in its first half.
    let plan = LoadPlan(
      connections: 4,
      streams: 1,
      pace: .openLoop(callsPerSecond: 1_000),
      extent: .time(.seconds(1)),
      warmup: .zero,
      ramp: .seconds(1)
    )
    var times: [Int64] = []
    for connection in 0..<4 {
      var schedule = LoadSchedule(plan, connection: connection, start: 0)
      #expect(schedule.measureStart == 1_000_000_000)
      while let next = schedule.next(now: 0) {
        times.append(next)
        schedule.began(next)
      }
    }
    times.sort()
    #expect(times.count { $0 < 500_000_000 } == 125)
    #expect(times.count { $0 < 1_000_000_000 } == 500)
    #expect(times.count == 1_500)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func connectionsBeginOneAfterTheOther() {
    let plan = LoadPlan(
      connections: 4,
      streams: 1,
      extent: .time(.nanoseconds(100)),
      warmup: .zero,
      ramp: .nanoseconds(100)
    )
    let times = (0..<4).map { LoadSchedule(plan, connection: $0, start: 1_000).next(now: 1_000) }
    #expect(times == [1_000, 1_025, 1_050, 1_075])
    #expect(LoadSchedule(plan, connection: 3, start: 1_000).next(now: 1_090) == 1_090)
  }
}
