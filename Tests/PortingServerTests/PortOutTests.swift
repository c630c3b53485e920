import Foundation
import Messages
import RPC
import StorageTesting
import Telephony
import Testing

/// Numbers that go to other carriers, and numbers that go back.
@Suite struct PortOutTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func ask(
    _ numbers: [String],
    _ bench: PortingBench,
    account: String = "A-7700",
    organization: String = "acme",
    days: Int64 = 10
  ) async throws -> PortingV1.PortOut {
    let time = bench.clock.now() + .seconds(days * 86_400)
    let request = PortingV1.RequestPortOutRequest(
      parent: "organizations/\(organization)",
      phoneNumbers: numbers,
      gainingCarrier: "Other Telephone",
      accountNumber: account,
      portTime: .init(seconds: time.seconds),
      requestId: UUID().uuidString
    )
    return try await bench.calls.client.requestPortOut(request, options: bench.calls.options("follower"))
  }

  private func protect(_ bench: PortingBench, account: String = "A-7700") async throws {
    let request = PortingV1.SetPortOutProtectionRequest(
      parent: "organizations/acme",
      accountNumber: account,
      requestId: UUID().uuidString
    )
    _ = try await bench.calls.client.setPortOutProtection(request, options: bench.calls.options("acme-admin"))
  }

  /// Without protection no account number is right, and everybody knows the organization's id: silence is no consent.
  @Test func silenceOfTheUnprotectedIsNoConsent() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      try await story.submit()
      try await story.complete()
      let known = await bench.calls.error { try await protect(bench, account: "acme") }
      #expect(known?.reason == "ACCOUNT_NUMBER_KNOWN")
      #expect(await bench.calls.error { try await protect(bench, account: "") }?.reason == "REQUIRED")
      let asked = try await ask(["+12015559000"], bench, account: "acme")
      #expect(asked.state == .waitingForCustomer && asked.meaning.contains("unanswered it is rejected"))
      bench.clock.advance(by: .seconds(5 * 86_400))
      #expect(try await reached(.rejected, asked.name, bench).reason == "ACCOUNT_NUMBER_MISMATCH")
      let tonight = await bench.calls.error { try await ask(["+12015559000"], bench, days: 0) }
      #expect(tonight?.reason == "BEFORE_ANSWER_TIME")
    }
  }

  private func reached(
    _ state: PortingV1.PortOut.State,
    _ name: String,
    _ bench: PortingBench
  ) async throws -> PortingV1.PortOut {
    let options = bench.calls.options("acme-admin")
    var found = try await bench.calls.client.getPortOut(.init(name: name), options: options)
    for _ in 0..<1_000 where found.state != state {
      try await Task.sleep(for: .milliseconds(5))
      found = try await bench.calls.client.getPortOut(.init(name: name), options: options)
    }
    #expect(found.state == state)
    return found
  }

  /// domain.md section 5: unanswered, it is accepted after one business day; the numbers end PORTED_OUT.
  @Test func silenceIsConsent() async throws {
    try await PortingBench.run(in: directory) { bench in
      try await protect(bench)
      let story = try await PortStory.ready(bench, ["+12015559000"])
      try await story.submit()
      try await story.complete()
      let asked = try await ask(["+12015559000"], bench)
      #expect(asked.state == .waitingForCustomer)
      bench.clock.advance(by: .seconds(5 * 86_400))
      _ = try await reached(.accepted, asked.name, bench)
      bench.clock.advance(by: .seconds(6 * 86_400))
      _ = try await reached(.completed, asked.name, bench)
      #expect(try await bench.number("+12015559000")?.state != .portedIn)
    }
  }

  /// One business day of the place that has the number: the sixth of January is a holiday in Bavaria.
  @Test func theCustomerHasADayThatIsWorkedOnWhereTheNumberIs() async throws {
    try await PortingBench.run(in: directory) { bench in
      try await protect(bench)
      let number = "+498923459000"
      let story = try await PortStory.ready(bench, [number], at: "munich", type: "STANDARD")
      try await story.submit()
      try await story.complete()
      // Tuesday, the fifth, at noon.
      bench.clock.advance(by: Instant(milliseconds: 1_799_150_400_000) - bench.clock.now())
      let asked = try await ask([number], bench)
      // Midnight after Thursday, in Munich.
      #expect(asked.answerUntilTime?.seconds == 1_799_362_800)
    }
  }

  /// Numbers that are not the organization's do not go: told at once, and of those that it gave up meanwhile on the day.
  @Test func numbersOfOthersDoNotGo() async throws {
    try await PortingBench.run(in: directory) { bench in
      try await protect(bench)
      let foreign = try await ask(["+12015559009"], bench)
      #expect(foreign.state == .rejected && foreign.reason == "TN_MISMATCH")
      let story = try await PortStory.ready(bench, ["+12015559009"])
      try await story.submit()
      try await story.complete()
      let asked = try await ask(["+12015559009"], bench)
      #expect(asked.state == .waitingForCustomer)
      try await bench.release("+12015559009")
      bench.clock.advance(by: .seconds(5 * 86_400))
      _ = try await reached(.accepted, asked.name, bench)
      bench.clock.advance(by: .seconds(6 * 86_400))
      #expect(try await reached(.rejected, asked.name, bench).reason == "TN_MISMATCH")
    }
  }

  @Test func whatIsWrongIsRejectedAtOnce() async throws {
    try await PortingBench.run(in: directory) { bench in
      try await protect(bench)
      let story = try await PortStory.ready(bench, ["+12015559000"])
      try await story.submit()
      try await story.complete()
      let wrong = try await ask(["+12015559000"], bench, account: "guess")
      #expect(wrong.state == .rejected && wrong.reason == "ACCOUNT_NUMBER_MISMATCH")
      let asked = try await ask(["+12015559000"], bench)
      let options = bench.calls.options("acme-admin")
      let rejected = try await bench.calls.client.answerPortOut(
        .init(name: asked.name, reason: "INVALID_PIN", requestId: UUID().uuidString),
        options: options
      )
      #expect(rejected.state == .rejected)
      let trial = await bench.calls.error { try await ask(["+12015559000"], bench, organization: "trial") }
      #expect(trial?.reason == "NOT_AVAILABLE_ON_TRIAL")
      let listed = try await bench.calls.client.listPortOuts(
        .init(parent: "organizations/acme", pageSize: 1),
        options: options
      )
      #expect(listed.portOuts == [rejected] && !listed.nextPageToken.isEmpty)
    }
  }

  @Test(arguments: [("9000", true), ("2957", false)])
  func aSnapBackIsTheCarriersToGrant(digits: String, isGranted: Bool) async throws {
    try await PortingBench.run(in: directory) { bench in
      let number = "+1201555\(digits)"
      let story = try await PortStory.ready(bench, [number])
      try await story.submit()
      try await story.complete()
      let request = PortingV1.RequestSnapBackRequest(name: story.name, requestId: UUID().uuidString)
      _ = try await bench.calls.client.requestSnapBack(request, options: bench.calls.options("acme-admin"))
      for _ in 0..<1_000 where !(try await story.history().contains("SNAP_BACK_ANSWERED")) {
        try await Task.sleep(for: .milliseconds(5))
      }
      let order = try await story.reached("COMPLETED")
      #expect(order.numbers[0].outcome == (isGranted ? .snappedBack : .ported))
      #expect((try await bench.number(number)?.state == .portedIn) == !isGranted)
    }
  }
}
