import Foundation
import Messages
import StorageTesting
import Telephony
import Testing

/// Port orders from draft to their end, with the carrier simulator and the real inventory.
@Suite struct PortLifeTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func anOrderGoesFromDraftToCompleted() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000", "+12015559010"])
      #expect(try await story.violations().isEmpty)
      #expect(try await story.submit().state == .pending)
      let done = try await story.complete()
      #expect(done.state == .completed && done.numbers.allSatisfy { $0.outcome == .ported })
      #expect(try await bench.number("+12015559000")?.state == .portedIn)
      #expect(
        try await story.history() == [
          "CREATED", "LETTER_SIGNED", "DOCUMENT_ATTACHED", "DOCUMENT_ATTACHED", "SUBMITTED", "NUMBERS_NOTED",
          "HANDED_TO_CARRIER", "ACCEPTED", "FIRM_DATE_RECEIVED", "ACTIVATION_BEGUN", "ACTIVATED",
          "NUMBERS_ARRIVED", "COMPLETED",
        ]
      )
      #expect(done.nextStates.isEmpty && done.messagingMovesAlong)
      #expect(done.timeZones == ["America/New_York"])
      #expect(bench.addresses.asked == ["+12015559000", "+12015559010"])
    }
  }

  /// Numbers that have come are not called complete before somebody who calls for help from them is found.
  @Test func anOrderWaitsForTheEmergencyAddressOfItsLocation() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559003"])
      bench.addresses.set(nil)
      #expect(try await story.violations().map(\.code) == ["EMERGENCY_ADDRESS_MISSING"])
      for (step, name) in [
        (EmergencyV1.EmergencyAddress.Step.correctionOffered, "CORRECTION_OFFERED"),
        (.informationMissing, "INFORMATION_MISSING"), (.rejected, "REJECTED"),
      ] {
        bench.addresses.set(step)
        #expect(try await story.violations().first?.fix.contains(name) == true)
      }
      #expect(await bench.calls.error { try await story.submit() }?.reason == "EMERGENCY_ADDRESS_NOT_READY")
      bench.addresses.set(.provisioning)
      try await story.submit()
      bench.addresses.set(nil)
      try await story.comeToFirmDate()
      for _ in 0..<1_000 where try await story.order().fix.isEmpty {
        try await Task.sleep(for: .milliseconds(5))
      }
      let waiting = try await story.reached("CONFIRMING_EMERGENCY_ADDRESS")
      #expect(waiting.state == .focReceived && waiting.reason == "EMERGENCY_ADDRESS_MISSING")
      #expect(waiting.nextActor == "customer administrator or partner" && !waiting.fix.isEmpty)
      #expect(try await bench.number("+12015559003")?.state == .portedIn)
      story.pass(hours: 1)
      bench.addresses.set(.validating)
      for _ in 0..<1_000 where try await story.order().reason != "EMERGENCY_ADDRESS_NOT_READY" {
        story.pass(hours: 1)
        try await Task.sleep(for: .milliseconds(5))
      }
      #expect(try await story.reached("CONFIRMING_EMERGENCY_ADDRESS").reason == "EMERGENCY_ADDRESS_NOT_READY")
      bench.addresses.set(.ready)
      // The worker may be at the order with what it was told before: then it looks again an hour later.
      for _ in 0..<1_000 where try await story.order().phase != "COMPLETED" {
        story.pass(hours: 1)
        try await Task.sleep(for: .milliseconds(5))
      }
      #expect(try await story.reached("COMPLETED").reason.isEmpty)
      #expect(try await story.history().count { $0 == "EMERGENCY_ADDRESS_MISSING" } == 2)
    }
  }

  @Test(arguments: [
    ("paris", "ISOLATED", "+33142345678"), ("rome", "STANDARD", "+390612345678"),
    ("sydney", "STANDARD", "+61290009000"), ("berlin", "STANDARD", "+493023459000"),
  ])
  func countriesHaveTheirOwnRules(location: String, type: String, number: String) async throws {
    try await PortingBench.run(in: directory) { bench in
      var details = PortStory.details([number])
      details.values.append(.init(field: "RIO", text: "01PABCDEFXXX", phoneNumber: number))
      let story = try await PortStory.ready(bench, [number], at: location, type: type, details: details)
      if location == "sydney" {
        #expect(try await story.order().numbers[0].portability == .pending)
        #expect(try await story.violations().map(\.code) == ["PORTABILITY_PENDING"])
        story.pass(hours: 5)
        for _ in 0..<400 where try await story.order().numbers[0].portability != .portable {
          try await Task.sleep(for: .milliseconds(5))
        }
      }
      if location == "paris" {
        #expect(try await story.violations().map(\.code) == ["INVALID_RIO"])
        return
      }
      #expect(try await story.violations().map { "\($0.field) \($0.code)" } == [])
      try await story.submit()
      #expect(try await story.complete().state == .completed)
    }
  }

  @Test func aCancellationLetsTheNumbersGo() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559001"])
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      #expect(try await bench.number("+12015559001")?.state == .portingIn)
      _ = try await bench.calls.cancel(story.name)
      let canceled = try await story.reached("CANCELED")
      #expect(canceled.state == .canceled)
      #expect(try await bench.number("+12015559001") == nil)
    }
  }

  @Test func aConfirmedPortIsFinalAfterItsCutOff() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559002"])
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      story.pass(hours: 1)
      try await story.reached("WAITING_FOR_FIRM_DATE")
      story.pass(hours: 3)
      let order = try await story.reached("DATE_IS_FIRM")
      let until = try #require(order.changeUntilTime.map { Instant(seconds: $0.seconds, nanoseconds: 0) })
      bench.clock.advance(by: until - bench.clock.now())
      let error = await bench.calls.error { try await bench.calls.cancel(story.name) }
      #expect(error?.reason == "CANCELLATION_WINDOW_CLOSED")
    }
  }
}
