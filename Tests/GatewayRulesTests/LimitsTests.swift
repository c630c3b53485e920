import GatewayRules
import Telephony
import Testing

/// Rates, quotas and circuit breakers, without a clock.
@Suite struct LimitsTests {
  private static let second: Int64 = 1_000_000_000

  @Test func aBurstIsLetThroughAndThenTheRate() {
    var bucket = TokenBucket(tokensPerSecond: 10, burst: 3, nanoseconds: 0)
    #expect((0..<3).map { _ in bucket.take(nanoseconds: 0) } == [0, 0, 0])
    #expect(bucket.take(nanoseconds: 0) == Self.second / 10)
    #expect(bucket.take(nanoseconds: Self.second / 20) == Self.second / 20)
    #expect(bucket.take(nanoseconds: Self.second / 10) == 0)
    #expect(!bucket.isFull(nanoseconds: Self.second / 10) && bucket.isFull(nanoseconds: Self.second))
    // A minute's rest gives no more than the burst, and a clock that stands still gives nothing.
    #expect((0..<4).map { _ in bucket.take(nanoseconds: 60 * Self.second) }.count { $0 == 0 } == 3)
  }

  @Test func aQuotaIsForADay() {
    var quota = DailyQuota(most: 2)
    let evening = Instant(milliseconds: 1_795_651_199_000)
    let midnight = Instant(milliseconds: 1_795_651_200_000)
    #expect(quota.take(now: evening) == nil && quota.take(now: evening) == nil)
    #expect(quota.take(now: evening) == midnight)
    #expect(quota.take(now: midnight) == nil)
  }

  @Test func aServiceThatFailsIsSparedUntilOneCallIsAnswered() {
    var breaker = CircuitBreaker()
    for _ in 0..<9 { breaker.record(.failed, nanoseconds: 0) }
    breaker.record(.answered, nanoseconds: 0)
    for _ in 0..<9 { breaker.record(.failed, nanoseconds: 0) }
    #expect(!breaker.isOpen && breaker.admit(nanoseconds: 0) == 0)
    breaker.record(.failed, nanoseconds: 0)
    #expect(breaker.isOpen && breaker.admit(nanoseconds: 0) == Self.second)
    // One is tried, the others wait, and when it fails they wait twice as long.
    #expect(breaker.admit(nanoseconds: Self.second) == 0)
    #expect(breaker.admit(nanoseconds: Self.second) > 0)
    breaker.record(.failed, nanoseconds: Self.second)
    #expect(breaker.admit(nanoseconds: 2 * Self.second) == Self.second)
    #expect(breaker.admit(nanoseconds: 3 * Self.second) == 0)
    breaker.record(.answered, nanoseconds: 3 * Self.second)
    #expect(!breaker.isOpen && breaker.admit(nanoseconds: 3 * Self.second) == 0)
  }

  @Test func whoeverTriesAndGoesAwayKeepsNobodyOut() {
    var breaker = CircuitBreaker()
    for _ in 0..<10 { breaker.record(.failed, nanoseconds: 0) }
    #expect(breaker.admit(nanoseconds: Self.second) == 0)
    #expect(breaker.admit(nanoseconds: 40 * Self.second) == 0)
    breaker.record(.unknown, nanoseconds: 40 * Self.second)
    #expect(breaker.admit(nanoseconds: 41 * Self.second) == 0)
  }
}
