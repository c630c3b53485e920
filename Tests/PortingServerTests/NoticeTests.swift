import Foundation
import Messages
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
      try await relay.awaitMails(1)
    }
    try await PortingBench.run(in: directory, clock: clock, relayPort: relay.port) { bench in
      bench.clock.advance(by: .seconds(7 * 86_400))
      try await relay.awaitMails(2)
    }
    let mails = relay.mails
    #expect(mails.count == 2)
    #expect(mails.first?.contains("was rejected") == true)
    #expect(mails.first?.contains("Update the account number") == true)
    #expect(mails.last?.contains("waits for you") == true)
    #expect(mails.allSatisfy { $0.contains("ada@example.com") && !$0.contains("A-1000") })
  }

  /// The customer is told at once (domain.md section 5), at the addresses that it set for that.
  @Test(.enabled(if: TestRelay.isThere, "make lint makes .venv, which holds the relay"))
  func aRequestForNumbersIsToldAtOnce() async throws {
    let relay = try TestRelay()
    defer { relay.stop() }
    try await PortingBench.run(in: directory, relayPort: relay.port) { bench in
      let set = PortingV1.SetPortOutProtectionRequest(
        parent: "organizations/acme",
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
      try await relay.awaitMails(1)
    }
    let mail = relay.mails.first ?? ""
    #expect(mail.contains("ops@example.com") && mail.contains("was rejected"))
    #expect(mail.contains("ACCOUNT_NUMBER_MISMATCH") && !mail.contains("+12015559000"))
  }
}
