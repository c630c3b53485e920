import Foundation
import Messages
import NeighbourTesting
import ServiceKit
import StorageTesting
import Testing

/// Notices by e-mail, to a real relay.
@Suite struct NoticeTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(.enabled(if: TestRelay.isThere, "make lint makes .venv, which holds the relay"))
  func problemsAreToldOnceAlsoAfterARestart() async throws {
    let relay = try TestRelay()
    defer { relay.stop() }
    let clock = ManualClock(PortingBench.start)
    try await PortingBench.run(in: directory, clock: clock, relayPort: relay.port) { bench in
      let story = try await PortStory.ready(bench, ["+12015551901"])
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      story.pass(hours: 1)
      try await story.reached("WAITING_FOR_CUSTOMER")
      _ = try await relay.mails(awaiting: 1)
      #expect(relay.mails.count == 1)
    }
    try await PortingBench.run(in: directory, clock: clock, relayPort: relay.port) { bench in
      bench.clock.advance(by: .seconds(7 * 86_400))
      _ = try await relay.mails(awaiting: 2)
      #expect(relay.mails.count == 2)
    }
    let mails = relay.mails
    #expect(mails.count == 2)
    #expect(mails.first?.contains("was rejected") == true)
    #expect(mails.first?.contains("Update the account number") == true)
    #expect(mails.last?.contains("waits for you") == true)
    #expect(mails.allSatisfy { $0.contains("ada@example.com") && !$0.contains("A-1000") })
  }

  private static func rejected(_ bench: PortingBench, _ number: String, _ emails: [String]) async throws
    -> PortStory
  {
    var details = PortStory.details([number])
    details.contactEmails = emails
    let story = try await PortStory.ready(bench, [number], details: details)
    try await story.submit()
    try await story.reached("WAITING_FOR_CARRIER")
    story.pass(hours: 1)
    try await story.reached("WAITING_FOR_CUSTOMER")
    return story
  }

  private static func subjects(_ relay: TestRelay, _ count: Int) async throws -> [String] {
    try await relay.mails(awaiting: count).compactMap {
      $0.firstMatch(of: /Subject: Port \w+ \S+ ([^\\]+)/)?.1
    }
    .map(String.init)
  }

  /// Each in its time, and in the time zone of the numbers.
  @Test(.enabled(if: TestRelay.isThere, "make lint makes .venv, which holds the relay"))
  func whatWaitsForPeopleIsTold() async throws {
    let relay = try TestRelay()
    defer { relay.stop() }
    try await PortingBench.run(in: directory, relayPort: relay.port) { bench in
      let draft = try await PortStory.draft(bench, ["+12015559000"])
      for (days, count) in [(3, 1), (4, 2), (7, 3)] {
        bench.clock.advance(by: .seconds(days * 86_400))
        let subjects = try await Self.subjects(relay, count)
        #expect(subjects.count == count && Set(subjects) == ["needs its letter of agency"])
      }
      let request = PortingV1.RequestPortDocumentRequest(
        name: draft.name,
        kind: "CUSTOMER_SERVICE_RECORD",
        requestId: UUID().uuidString
      )
      _ = try await bench.calls.client.requestPortDocument(request, options: bench.calls.options("operator"))
      #expect(try await Self.subjects(relay, 4).last == "needs another document")
      _ = try await Self.rejected(bench, "+12015551901", ["ada@example.com"])
      #expect(try await Self.subjects(relay, 5).last == "was rejected")
      // The bill is of 2026-11-20, and young enough for 30 days.
      let aging = "has a document that is soon too old"
      for (days, titles) in [(7, [aging, "waits for you"]), (5, ["waits for you"]), (2, ["was canceled"])] {
        let count = relay.mails.count
        bench.clock.advance(by: .seconds(days * 86_400))
        let subjects = try await Self.subjects(relay, count + titles.count)
        #expect(subjects.dropFirst(count).sorted() == titles)
      }
      #expect(relay.mails[5...6].contains { $0.contains("BILL is young enough until 2026-12-20.") })
      #expect(relay.mails[4].contains("Until: 2026-12-23 11:00 America/New_York, 2026-12-23T16:00:00Z"))
    }
  }

  /// domain.md section 5: in Australia also that it is complete, and everywhere that the carrier is silent.
  @Test(.enabled(if: TestRelay.isThere, "make lint makes .venv, which holds the relay"))
  func completionIsToldInAustraliaAndSilenceEverywhere() async throws {
    let relay = try TestRelay()
    defer { relay.stop() }
    try await PortingBench.run(in: directory, relayPort: relay.port) { bench in
      let american = try await PortStory.ready(bench, ["+12015559000"])
      let silent = try await PortStory.ready(bench, ["+12015552002"])
      let australian = try await PortStory.ready(bench, ["+61290009000"], at: "sydney", type: "STANDARD")
      bench.clock.advance(by: .seconds(5 * 3_600))
      for _ in 0..<400 where try await australian.order().numbers[0].portability != .portable {
        try await Task.sleep(for: .milliseconds(5))
      }
      for story in [american, silent, australian] { try await story.submit() }
      for story in [american, silent, australian] { try await story.reached("WAITING_FOR_CARRIER") }
      bench.clock.advance(by: .seconds(4 * 3_600))
      for story in [american, australian] { try await story.reached("DATE_IS_FIRM") }
      bench.clock.advance(by: .seconds(5 * 86_400))
      #expect(try await Self.subjects(relay, 1) == ["is delayed"])
      try await american.passToFirmDate()
      try await american.reached("COMPLETED")
      try await australian.passToFirmDate()
      try await australian.reached("COMPLETED")
      _ = try await relay.mails(awaiting: 2)
      let complete = relay.mails.filter { $0.contains("is complete") }
      #expect(complete.count == 1 && complete.first?.contains(australian.name) == true)
    }
  }

  /// domain.md section 5: administrators get an e-mail on every problem, also with an order that names nobody.
  @Test(.enabled(if: TestRelay.isThere, "make lint makes .venv, which holds the relay"))
  func administratorsAreTold() async throws {
    let relay = try TestRelay()
    defer { relay.stop() }
    let directory = directory
    try await PortingBench.run(in: directory, relayPort: relay.port) { bench in
      let emails = ["root@example.com", "ada@example.com"]
      bench.catalog.publish(.noticeAddresses(.init(organization: "organizations/acme", emails: emails)))
      // The catalog's news come in their order: whoever has this location has heard of the administrators.
      bench.catalog.publish(.location(FakeCatalog.location("acme", "last", .callingPlan)))
      try await bench.hasHeard(of: "last")
      _ = try await Self.rejected(bench, "+12015551901", [])
      _ = try await Self.rejected(bench, "+12015551902", ["bob@example.com", "ada@example.com"])
      _ = try await relay.mails(awaiting: 2)
      #expect(relay.mails.count == 2)
      #expect(relay.mails.allSatisfy { $0.contains("root@example.com") && $0.contains("ada@example.com") })
      #expect(relay.mails.map { $0.contains("bob@example.com") } == [false, true])
    }
    for file in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
      let bytes = FileManager.default.contents(atPath: directory.file(file)) ?? Data()
      #expect(bytes.range(of: Data("root@example".utf8)) == nil, "\(file)")
    }
  }

  /// Neither the other recipients of the order nor those of other orders.
  @Test(.enabled(if: TestRelay.isThere, "make lint makes .venv, which holds the relay"))
  func aRecipientThatIsRefusedKeepsNobodyElseFromTheirMail() async throws {
    let relay = try TestRelay()
    defer { relay.stop() }
    try await PortingBench.run(in: directory, relayPort: relay.port) { bench in
      _ = try await Self.rejected(bench, "+12015551901", ["refused@example.com"])
      _ = try await Self.rejected(bench, "+12015551902", ["later@example.com", "bob@example.com"])
      _ = try await Self.rejected(bench, "+12015551908", ["refused@example.com", "ada@example.com"])
      _ = try await relay.mails(awaiting: 1)
      #expect(relay.mails.count == 1)
      #expect(relay.mails.first?.contains("ada@example.com") == true)
      // Who is put off keeps the mail from the others for some tries only.
      for _ in 0..<400 where relay.mails.count < 2 {
        bench.clock.advance(by: .seconds(60))
        try await Task.sleep(for: .milliseconds(10))
      }
      _ = try await relay.mails(awaiting: 2)
      #expect(relay.mails.count == 2)
      #expect(relay.mails.last?.contains("bob@example.com") == true)
      #expect(relay.mails.allSatisfy { !$0.contains("\"refused@") && $0.contains("Date: Wed, 25 Nov 2026") })
    }
  }

  /// However late a mail leaves, it tells what happened, and not what has become of it since.
  @Test(.enabled(if: TestRelay.isThere, "make lint makes .venv, which holds the relay"))
  func aLateMailTellsWhatHappened() async throws {
    let relay = try TestRelay()
    defer { relay.stop() }
    let clock = ManualClock(PortingBench.start)
    try await PortingBench.run(in: directory, clock: clock) { bench in
      let story = try await Self.rejected(bench, "+12015551901", ["ada@example.com"])
      try await story.submit(["details.account_number"], .init(details: .init(accountNumber: "A-2000")))
      story.pass(hours: 4)
      try await story.reached("DATE_IS_FIRM")
    }
    try await PortingBench.run(in: directory, clock: clock, relayPort: relay.port) { _ in
      _ = try await relay.mails(awaiting: 1)
      #expect(relay.mails.count == 1)
    }
    #expect(relay.mails.first?.contains("ACCOUNT_NUMBER_MISMATCH. Update the account number") == true)
  }

  /// domain.md sections 5 and 9: no number fails silently, and a date that is not the one asked for is told.
  @Test(.enabled(if: TestRelay.isThere, "make lint makes .venv, which holds the relay"))
  func whatIsNotAsItWasAskedForIsTold() async throws {
    let relay = try TestRelay()
    defer { relay.stop() }
    try await PortingBench.run(in: directory, relayPort: relay.port) { bench in
      let late = try await PortStory.ready(bench, ["+12015552001"])
      let partial = try await PortStory.ready(bench, ["+12015552008", "+12015552007"])
      for story in [late, partial] {
        try await story.submit()
        try await story.reached("WAITING_FOR_CARRIER")
      }
      bench.clock.advance(by: .seconds(4 * 3_600))
      try await late.reached("DATE_IS_FIRM")
      #expect(try await late.history().last == "FIRM_DATE_DIFFERS")
      _ = try await relay.mails(awaiting: 1)
      #expect(relay.mails.count == 1)
      #expect(relay.mails.first?.contains("has another date") == true)
      try await partial.passToFirmDate()
      let order = try await partial.reached("COMPLETED")
      #expect(order.numbers.map(\.outcome) == [.notPorted, .ported])
      #expect(order.nextActor == "customer administrator or partner" && !order.fix.isEmpty)
      #expect(try await partial.history().contains("NUMBERS_STAYED"))
      _ = try await relay.mails(awaiting: 2)
      #expect(relay.mails.count == 2)
      let request = PortingV1.RequestSnapBackRequest(name: partial.name, requestId: UUID().uuidString)
      _ = try await bench.calls.client.requestSnapBack(request, options: bench.calls.options("acme-admin"))
      _ = try await relay.mails(awaiting: 3)
      #expect(relay.mails.count == 3)
      #expect(try await partial.history().contains("SNAP_BACK_REFUSED"))
    }
  }

  /// The customer is told at once (domain.md section 5), at the addresses that it set for that.
  @Test(.enabled(if: TestRelay.isThere, "make lint makes .venv, which holds the relay"))
  func aRequestForNumbersIsToldAtOnce() async throws {
    let relay = try TestRelay()
    defer { relay.stop() }
    try await PortingBench.run(in: directory, relayPort: relay.port) { bench in
      let set = PortingV1.SetPortOutProtectionRequest(
        parent: "organizations/acme",
        accountNumber: "A-7700",
        requestId: UUID().uuidString,
        noticeEmails: ["ops@example.com", "nobody"]
      )
      let options = bench.calls.options("acme-admin")
      let refused = await bench.calls.error {
        try await bench.calls.client.setPortOutProtection(set, options: options)
      }
      #expect(refused?.reason == "INVALID_EMAIL")
      var right = set
      right.noticeEmails = ["ops@example.com"]
      _ = try await bench.calls.client.setPortOutProtection(right, options: options)
      let request = PortingV1.RequestPortOutRequest(
        parent: "organizations/acme",
        phoneNumbers: ["+12015559000"],
        gainingCarrier: "Other Telephone",
        accountNumber: "guess",
        portTime: .init(seconds: bench.clock.now().seconds + 864_000),
        requestId: UUID().uuidString
      )
      _ = try await bench.calls.client.requestPortOut(request, options: bench.calls.options("follower"))
      _ = try await relay.mails(awaiting: 1)
      #expect(relay.mails.count == 1)
    }
    let mail = relay.mails.first ?? ""
    #expect(mail.contains("ops@example.com") && mail.contains("was rejected"))
    #expect(mail.contains("ACCOUNT_NUMBER_MISMATCH") && !mail.contains("+12015559000"))
  }

  /// Also to those who have set nothing: to whom the numbers came with.
  @Test(
    .enabled(if: TestRelay.isThere, "make lint makes .venv, which holds the relay"),
    arguments: [true, false]
  )
  func aRequestThatWaitsForTheCustomerIsTold(isProtected: Bool) async throws {
    let relay = try TestRelay()
    defer { relay.stop() }
    try await PortingBench.run(in: directory, relayPort: relay.port) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      try await story.submit()
      try await story.complete()
      if isProtected {
        let set = PortingV1.SetPortOutProtectionRequest(
          parent: "organizations/acme",
          accountNumber: "A-7700",
          requestId: UUID().uuidString,
          noticeEmails: ["ops@example.com"]
        )
        _ = try await bench.calls.client.setPortOutProtection(set, options: bench.calls.options("acme-admin"))
      }
      let request = PortingV1.RequestPortOutRequest(
        parent: "organizations/acme",
        phoneNumbers: ["+12015559000"],
        gainingCarrier: "Other Telephone",
        accountNumber: "A-7700",
        portTime: .init(seconds: bench.clock.now().seconds + 864_000),
        requestId: UUID().uuidString
      )
      _ = try await bench.calls.client.requestPortOut(request, options: bench.calls.options("follower"))
      #expect(try await Self.subjects(relay, 1) == ["waits for you"])
      #expect(relay.mails.first?.contains(isProtected ? "ops@example.com" : "ada@example.com") == true)
    }
  }
}
