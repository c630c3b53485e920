import GatewayRules
import RPC
import ServiceKit
import Synchronization
import Telephony

/// Keeps one principal from taking what all others need: so many calls a second, a day and at a time for each.
public final class CallLimits: ServerInterceptor {
  /// 0 means no limit.
  public struct Amounts: Sendable {
    public var callsPerSecond: Int
    public var burst: Int
    public var callsPerDay: Int
    public var callsAtOnce: Int

    public init(callsPerSecond: Int = 0, burst: Int = 0, callsPerDay: Int = 0, callsAtOnce: Int = 0) {
      (self.callsPerSecond, self.burst) = (callsPerSecond, burst)
      (self.callsPerDay, self.callsAtOnce) = (callsPerDay, callsAtOnce)
    }

    fileprivate var isNone: Bool { callsPerSecond == 0 && callsPerDay == 0 && callsAtOnce == 0 }
  }

  private struct Use {
    var bucket: TokenBucket
    var quota: DailyQuota
    var underWay = 0
  }

  /// Principals that are remembered beside those that have calls under way.
  private static let mostRemembered = 10_000

  private let amounts: Amounts
  private let clock: any WallClock
  private let uses = Mutex<[String: Use]>([:])
  private let counters: [String: Counter]

  /// - Parameter clock: whose days count; not that of a sandbox.
  public init(_ amounts: Amounts, clock: any WallClock = SystemClock(), metrics: Metrics) {
    self.amounts = amounts
    self.clock = clock
    let counters = ["RATE_LIMITED", "QUOTA_EXCEEDED", "TOO_MANY_CALLS"].map { reason in
      let help = "Calls refused because their principal made too many."
      return (
        reason, metrics.counter("trunkline_gateway_limited_total", help: help, labels: [("reason", reason)])
      )
    }
    self.counters = Dictionary(uniqueKeysWithValues: counters)
  }

  public func began(_ context: ServerContext) throws(RPCError) {
    guard !amounts.isNone, let principal = context.caller?.principal else { return }
    let now = Int64(clamping: context.startTime.uptimeNanoseconds)
    let refusal = uses.withLock { uses in
      if uses[principal] == nil { makeRoom(&uses, now) }
      var use = uses[principal] ?? newUse(now)
      defer { uses[principal] = use }
      // Counted also when it is refused: `ended` comes for every call.
      use.underWay += 1
      return self.refused(&use, now)
    }
    guard let refusal else { return }
    counters[refusal.reason]?.increment()
    throw refusal
  }

  public func ended(_ context: ServerContext, status: StatusCode, durationNanoseconds: Int64) {
    guard !amounts.isNone, let principal = context.caller?.principal else { return }
    uses.withLock { uses in uses[principal]?.underWay -= 1 }
  }

  private func newUse(_ now: Int64) -> Use {
    Use(
      bucket: TokenBucket(tokensPerSecond: amounts.callsPerSecond, burst: amounts.burst, nanoseconds: now),
      quota: DailyQuota(most: amounts.callsPerDay)
    )
  }

  private func refused(_ use: inout Use, _ now: Int64) -> RPCError? {
    if amounts.callsAtOnce > 0, use.underWay > amounts.callsAtOnce {
      return .limited(
        "TOO_MANY_CALLS",
        "\(amounts.callsAtOnce) calls are under way. Wait for some to end.",
        milliseconds: 100
      )
    }
    if amounts.callsPerSecond > 0 {
      let wait = use.bucket.take(nanoseconds: now)
      if wait > 0 {
        return .limited(
          "RATE_LIMITED",
          "There may be \(amounts.callsPerSecond) calls a second. Make fewer, or repeat it later.",
          milliseconds: wait / 1_000_000 + 1
        )
      }
    }
    guard amounts.callsPerDay > 0 else { return nil }
    let time = clock.now()
    return use.quota.take(now: time).map { next in
      .limited(
        "QUOTA_EXCEEDED",
        "There may be \(amounts.callsPerDay) calls a day. There are more from \(next) on.",
        milliseconds: next.milliseconds - time.milliseconds
      )
    }
  }

  /// Forgets whoever has used nothing lately; with a quota a day is remembered.
  private func makeRoom(_ uses: inout [String: Use], _ now: Int64) {
    guard uses.count >= Self.mostRemembered, amounts.callsPerDay == 0 else { return }
    for (principal, use) in uses where use.underWay == 0 {
      var bucket = use.bucket
      if amounts.callsPerSecond == 0 || bucket.isFull(nanoseconds: now) { uses[principal] = nil }
    }
  }
}

extension RPCError {
  fileprivate static func limited(_ reason: String, _ message: String, milliseconds: Int64) -> RPCError {
    RPCError(.resourceExhausted, reason: reason, message: message)
      .with(.retryInfo(delayMilliseconds: milliseconds))
  }
}
