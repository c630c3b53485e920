import Foundation
import Messages
import RPC
import StorageTesting
import Telephony
import Testing

/// Carriers that are down, refuse, repeat themselves or forget, and the customer who wants something else meanwhile.
@Suite struct CarrierTroubleTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func reschedule(_ story: PortStory, _ bench: PortingBench) async throws -> PortingV1.PortOrder {
    let dates = try await bench.calls.dates("hq")
    let request = PortingV1.ReschedulePortOrderRequest(
      name: story.name,
      desiredTime: dates.slots[7].startTime,
      requestId: UUID().uuidString
    )
    return try await bench.calls.client.reschedulePortOrder(
      request,
      options: bench.calls.options("acme-admin")
    )
  }

  private func chases(_ story: PortStory, _ count: Int) async throws {
    var seen = 0
    for _ in 0..<1_000 where seen < count {
      try await Task.sleep(for: .milliseconds(5))
      seen = try await story.history().count { $0 == "CARRIER_CHASED" }
    }
    #expect(seen == count)
  }

  /// Nobody has to call for it: neither of a carrier that answers nothing, nor of one that is down.
  @Test func silentCarriersAreChasedByThemselves() async throws {
    try await PortingBench.run(in: directory) { bench in
      let silent = try await PortStory.ready(bench, ["+12015552002"])
      try await silent.submit()
      try await silent.reached("WAITING_FOR_CARRIER")
      bench.clock.advance(by: .seconds(5 * 86_400 + 60))
      try await chases(silent, 1)
      #expect(try bench.recorder.questions.allSatisfy { $0.silentSinceTime == nil })
      bench.recorder.fail("ListPortUpdates", RPCError(.unavailable, message: "It is down."))
      bench.clock.advance(by: .seconds(5 * 86_400))
      try await chases(silent, 2)
      let order = try await silent.order()
      #expect(order.actUntilTime != nil && order.nextActor == "losing carrier")
      bench.recorder.fail("ListPortUpdates", nil)
      bench.clock.advance(by: .seconds(86_400))
      try await silent.reached("DATE_IS_FIRM")
      #expect(try bench.recorder.questions.contains { $0.silentSinceTime != nil })
    }
  }

  /// The whole of an order with each of the manners that a carrier may have and that must not matter.
  @Test(arguments: ["2003", "2004", "2006"])
  func mannersThatDoNotMatter(digits: String) async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+1201555\(digits)"])
      try await story.submit()
      for _ in 0..<1_000 where try await story.order().phase != "WAITING_FOR_CARRIER" {
        bench.clock.advance(by: .seconds(2))
        try await Task.sleep(for: .milliseconds(5))
      }
      story.pass(hours: 5)
      try await story.passToFirmDate()
      try await story.reached("COMPLETED")
      let history = try await story.history()
      for event in ["HANDED_TO_CARRIER", "ACCEPTED", "FIRM_DATE_RECEIVED", "COMPLETED"] {
        #expect(history.count { $0 == event } == 1, "\(event)")
      }
      #expect(Set(try bench.recorder.submissions.map(\.submissionId)).count == 1)
    }
  }

  @Test func aRefusedActivationIsTold() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      try await story.submit()
      bench.recorder.fail(
        "ActivatePort",
        RPCError(.failedPrecondition, reason: "PENDING_ORDER", message: "No.")
      )
      try await story.comeToFirmDate()
      let rejected = try await story.reached("WAITING_FOR_CUSTOMER")
      #expect(rejected.reason == "PENDING_ORDER" && rejected.actUntilTime != nil)
    }
  }

  /// A carrier that is down until the window is over has not moved anything, and does not any more.
  @Test func aWindowThatIsOverIsOver() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      try await story.submit()
      bench.recorder.fail("ActivatePort", RPCError(.unavailable, message: "It is down."))
      try await story.comeToFirmDate()
      try await story.reached("ACTIVATING")
      story.pass(hours: 12)
      try await chases(story, 1)
      bench.recorder.fail("ActivatePort", nil)
      story.pass(hours: 1)
      #expect(try await story.reached("WAITING_FOR_CUSTOMER").reason == "FOC_EXPIRED")
    }
  }

  @Test func anOrderThatWaitsForAcceptanceIsMoved() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      let asked = try await reschedule(story, bench)
      #expect(asked.state == .pending && asked.phase == "RESCHEDULING")
      try await story.reached("WAITING_FOR_CARRIER")
      story.pass(hours: 4)
      let firm = try await story.reached("DATE_IS_FIRM")
      #expect(firm.firmTime == asked.desiredTime && firm.changeUntilTime != nil)
    }
  }

  /// domain.md section 5: until the cut-off, which is counted anew from the new date.
  @Test func aConfirmedOrderIsMovedUntilItsCutOff() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      story.pass(hours: 4)
      let first = try await story.reached("DATE_IS_FIRM")
      _ = try await reschedule(story, bench)
      try await story.reached("WAITING_FOR_FIRM_DATE")
      story.pass(hours: 4)
      let second = try await story.reached("DATE_IS_FIRM")
      let (before, after) = (try #require(first.changeUntilTime), try #require(second.changeUntilTime))
      #expect(second.firmTime?.seconds ?? 0 != first.firmTime?.seconds ?? 0 && after != before)
      bench.clock.advance(by: Instant(seconds: after.seconds, nanoseconds: 0) - bench.clock.now())
      let error = await bench.calls.error { try await reschedule(story, bench) }
      #expect(error?.reason == "CANCELLATION_WINDOW_CLOSED")
    }
  }

  @Test(arguments: ["ReschedulePort", "CancelPort"])
  func whatTheCarrierRefusesLeavesTheOrderAsItWas(method: String) async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      story.pass(hours: 4)
      let before = try await story.reached("DATE_IS_FIRM")
      bench.recorder.fail(method, RPCError(.failedPrecondition, message: "Too late."))
      if method == "CancelPort" {
        _ = try await bench.calls.cancel(story.name)
      } else {
        _ = try await reschedule(story, bench)
      }
      let event = method == "CancelPort" ? "CANCELLATION_REFUSED" : "RESCHEDULE_REFUSED"
      for _ in 0..<1_000 where !(try await story.history().contains(event)) {
        try await Task.sleep(for: .milliseconds(5))
      }
      #expect(try await story.reached("DATE_IS_FIRM").firmTime == before.firmTime)
      #expect(try await story.history().contains(event))
    }
  }

  /// A carrier that is down does not keep a customer from canceling what it was asked to move.
  @Test func anOrderIsCanceledWhileItIsMoved() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      story.pass(hours: 4)
      try await story.reached("DATE_IS_FIRM")
      bench.recorder.fail("ReschedulePort", RPCError(.unavailable, message: "It is down."))
      _ = try await reschedule(story, bench)
      #expect(try await bench.calls.cancel(story.name).phase == "CALLING_OFF")
      bench.recorder.fail("ReschedulePort", nil)
      for _ in 0..<1_000 where try await story.order().state != .canceled {
        bench.clock.advance(by: .seconds(2))
        try await Task.sleep(for: .milliseconds(5))
      }
      try await story.reached("CANCELED")
      #expect(try await bench.number("+12015559000") == nil)
    }
  }

  /// Numbers that a customer gives up while they go back are gone already.
  @Test func aSnapBackOfNumbersThatWereGivenUpEnds() async throws {
    try await PortingBench.run(in: directory) { bench in
      let numbers = ["+12015559000", "+12015559010"]
      let story = try await PortStory.ready(bench, numbers)
      try await story.submit()
      try await story.complete()
      bench.recorder.fail("SnapBackPort", RPCError(.unavailable, message: "It is down."))
      let request = PortingV1.RequestSnapBackRequest(name: story.name, requestId: UUID().uuidString)
      _ = try await bench.calls.client.requestSnapBack(request, options: bench.calls.options("acme-admin"))
      try await bench.release(numbers[0])
      bench.recorder.fail("SnapBackPort", nil)
      for _ in 0..<1_000 where try await story.order().phase != "COMPLETED" {
        bench.clock.advance(by: .seconds(2))
        try await Task.sleep(for: .milliseconds(5))
      }
      #expect(try await story.reached("COMPLETED").numbers.map(\.outcome) == [.snappedBack, .snappedBack])
      #expect(try await bench.number(numbers[1])?.state != .portedIn)
    }
  }

  /// A number that is here already is named before anything is submitted, and so is one that comes in between.
  @Test func aNumberThatIsHereIsNamed() async throws {
    try await PortingBench.run(in: directory) { bench in
      let first = try await PortStory.ready(bench, ["+12015559000"])
      try await first.submit()
      try await first.complete()
      let second = try await PortStory.ready(bench, ["+12015559010", "+12015559000"])
      let violations = try await second.violations()
      #expect(violations.map { "\($0.field) \($0.code)" } == ["numbers[1].phone_number NUMBER_HERE_ALREADY"])
      // When the inventory cannot be asked before, it names the number after.
      bench.toInventory.fail("GetNumber", RPCError(.unavailable, message: "It is down."))
      try await second.submit()
      let rejected = try await second.reached("WAITING_FOR_CUSTOMER")
      #expect(rejected.numbers.map(\.reason) == ["", "REGISTRY_CONFLICT"])
    }
  }

  /// domain.md section 7: the age of a bill is counted from its upload.
  @Test func aBillThatWasYoungWhenItCameStaysYoung() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015551901"])
      try await story.upload("BILL", issued: "2026-10-27")
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      story.pass(hours: 1)
      try await story.reached("WAITING_FOR_CUSTOMER")
      story.pass(hours: 72)
      try await story.submit(["details.account_number"], .init(details: .init(accountNumber: "A-2000")))
      try await story.reached("WAITING_FOR_CARRIER")
    }
  }
}
