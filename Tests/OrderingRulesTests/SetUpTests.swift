import OrderingRules
import Telephony
import Testing

@Suite struct SetUpTests {
  private let now = Instant(milliseconds: 1_795_435_200_000)
  private let refused = SetUp.Outcome.refused(reason: "INVALID_POSTAL_CODE", message: "Correct it.")
  private let early = SetUp.Outcome.early(reason: "LOCATION_UNKNOWN", message: "Wait.")

  private func setUp(hasAddress: Bool = true, _ outcomes: SetUp.Outcome...) -> SetUp {
    let new = SetUp(
      name: "organizations/acme/setUpOrders/s",
      location: "organizations/acme/locations/l",
      hasAddress: hasAddress,
      createTime: now,
      updateTime: now
    )
    return outcomes.reduce(new) { $0.after($1, by: "services/ordering", now: now) }
  }

  @Test func allOfItIsDoneOrNothing() {
    let done = setUp(.connected(etag: "\"2\""), .addressed)
    #expect(done.phase == .completed && done.locationETag == "\"2\"" && done.reason.isEmpty)
    let refusedAtOnce = setUp(refused)
    #expect(refusedAtOnce.phase == .failed && refusedAtOnce.reason == "INVALID_POSTAL_CODE")
    let half = setUp(.connected(etag: "\"2\""), refused)
    #expect(half.phase == .reverting && !half.isEnded)
    #expect(half.after(.reverted, by: "s", now: now).phase == .failed)
    #expect(half.after(.reverted, by: "s", now: now).message == "Correct it.")
    // A location that is gone has nothing to be taken back.
    #expect(half.after(refused, by: "s", now: now).phase == .failed)
    #expect(setUp(hasAddress: false, .connected(etag: "\"2\"")).phase == .completed)
  }

  @Test func aNeighbourThatIsBehindIsGivenTimeButNotForEver() {
    var waiting = setUp(.connected(etag: "\"2\""))
    for count in 1...SetUp.maximumEarlyRefusals {
      waiting = waiting.after(early, by: "s", now: now)
      #expect(waiting.phase == .addressing && waiting.earlyRefusals == count)
    }
    #expect(waiting.after(.addressed, by: "s", now: now).phase == .completed)
    #expect(waiting.after(early, by: "s", now: now).phase == .reverting)
  }

  @Test func anOutcomeThatWasRecordedChangesNothing() {
    let done = setUp(.connected(etag: "\"2\""), .addressed)
    let connected = setUp(.connected(etag: "\"2\""))
    for outcome in [SetUp.Outcome.connected(etag: "\"3\""), .addressed, .reverted, refused, early] {
      #expect(done.after(outcome, by: "s", now: now) == done)
    }
    #expect(connected.after(.connected(etag: "\"3\""), by: "s", now: now) == connected)
    #expect(connected.after(.reverted, by: "s", now: now) == connected)
  }

  @Test func whatHappenedIsKeptWithWhoDidIt() {
    let begun = SetUp.begun(
      name: "organizations/acme/setUpOrders/s",
      location: "organizations/acme/locations/l",
      hasAddress: true,
      by: "keys/ada",
      now: now
    )
    let half = begun.after(.connected(etag: "\"2\""), by: "s", now: now).after(early, by: "s", now: now)
    let done = half.after(.addressed, by: "s", now: now)
    #expect(done.history.map(\.kind) == [.created, .connected, .addressed])
    #expect(done.history.map(\.phase) == [.connecting, .addressing, .completed])
    #expect(done.history.map(\.principal) == ["keys/ada", "s", "s"] && done.nextActor.isEmpty)
    let failed = half.after(refused, by: "s", now: now).after(.reverted, by: "s", now: now)
    #expect(failed.history.map(\.kind) == [.created, .connected, .refused, .reverted])
    #expect(failed.nextActor == "customer" && half.nextActor == "trunkline")
  }
}
