import GatewayRules
import Testing

@Suite struct RetryScheduleTests {
  private let schedule = RetrySchedule()

  /// The pauses until it is given up, and the age at the end.
  private func tries(share: Double) -> (pauses: [Duration], age: Duration) {
    var (pauses, age) = ([Duration](), Duration.zero)
    while let pause = schedule.pause(afterFailures: pauses.count + 1, age: age, share: share) {
      pauses.append(pause)
      age += pause
      if pauses.count > 1_000 { break }
    }
    return (pauses, age)
  }

  @Test(arguments: [0, 0.5, 1])
  func itIsTriedForThreeDaysAndNoLonger(share: Double) {
    let (pauses, age) = tries(share: share)
    #expect(age == .seconds(3 * 86_400))
    #expect((20...60).contains(pauses.count))
    #expect(pauses[0] <= .seconds(5.5) && pauses.dropLast().allSatisfy { $0 <= .seconds(4.4 * 3_600) })
  }

  @Test func eachPauseIsLonger() {
    let pauses = (1...9).compactMap { schedule.pause(afterFailures: $0, age: .zero, share: 0) }
    #expect(pauses == [5, 15, 45, 135, 405, 1_215, 3_645, 10_935, 14_400].map { .seconds($0) })
    #expect(schedule.pause(afterFailures: .max, age: .zero, share: 0) == .seconds(14_400))
  }

  @Test func aReceiverThatDoesNotAnswerIsTriedEveryFiveMinutesAtLeast() {
    let pauses = (1...6).map { schedule.pause(afterTimeouts: $0, share: 0) }
    #expect(pauses == [5, 15, 45, 135, 300, 300].map { .seconds($0) })
    #expect(schedule.pause(afterTimeouts: .max, share: 1) == .seconds(330))
  }
}
