import Foundation
import Messages
import StorageTesting
import Testing

/// Every rejection of domain.md section 5.1: the simulator produces it, it is mended as its fix says, and the order is
/// submitted again with nothing but that.
@Suite struct RejectionTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// The code, the digits that produce it, and how it is mended.
  enum Mending: Sendable {
    case change([String], PortingV1.PortOrder)
    case document(String)
    case removeNumber
    case laterDate
    case nothing
  }

  static let cases: [(code: String, digits: String, mending: Mending)] = [
    ("ACCOUNT_NUMBER_MISMATCH", "1901", details("account_number") { $0.accountNumber = "A-2000" }),
    ("ACCOUNT_NUMBER_REQUIRED", "1902", details("account_number") { $0.accountNumber = "A-2000" }),
    ("ACCOUNT_NAME_MISMATCH", "1903", details("authorized_name") { $0.authorizedName = "Ada King" }),
    ("BTN_MISMATCH", "1904", details("billing_number") { $0.billingNumber = "+12015559100" }),
    ("COMPANY_NAME_MISMATCH", "1905", details("company_name") { $0.companyName = "Acme LLC" }),
    ("FOC_REJECTED", "1907", .laterDate), ("INVALID_PIN", "1908", details("pin") { $0.pin = "1147" }),
    ("PENDING_ORDER", "1909", .removeNumber), ("PENDING_MAIN_BTN", "1910", .removeNumber),
    (
      "SERVICE_ADDRESS_MISMATCH", "1911",
      details("service_address") { $0.serviceAddress = PortStory.address("", city: "Hoboken") }
    ), ("TN_SPECIAL_FEATURE", "1912", .removeNumber), ("TN_MISMATCH", "1913", .removeNumber),
    ("TN_NOT_PORTABLE", "1914", .removeNumber), ("UNSUPPORTED_RATE_CENTER", "1915", .removeNumber),
    (
      "POSTAL_CODE_MISMATCH", "1916",
      details("service_address") { $0.serviceAddress = PortStory.address("", postalCode: "07030") }
    ), ("BILL_INVALID", "1917", .document("BILL")), ("LOA_INVALID", "1918", .document("LETTER_OF_AGENCY")),
    ("UNKNOWN", "1919", .nothing), ("REGISTRY_CONFLICT", "1923", .nothing),
  ]

  private static func details(
    _ field: String,
    _ change: (inout PortingV1.PortDetails) -> Void
  ) -> Mending {
    var details = PortingV1.PortDetails()
    change(&details)
    return .change(["details.\(field)"], PortingV1.PortOrder(details: details))
  }

  @Test func everyRejectionIsMendedAndResubmitted() async throws {
    try await PortingBench.run(in: directory) { bench in
      var stories: [(PortStory, String, Mending)] = []
      for (code, digits, mending) in Self.cases {
        let block = "+1201555"
        let numbers = ["\(block)\(digits)", "\(block)3\(digits.dropFirst())"]
        let story = try await PortStory.ready(bench, numbers)
        try await story.submit()
        stories.append((story, code, mending))
      }
      for (story, _, _) in stories { try await story.reached("WAITING_FOR_CARRIER") }
      bench.clock.advance(by: .seconds(3_600))
      for (story, code, mending) in stories {
        let rejected = try await story.reached("WAITING_FOR_CUSTOMER")
        #expect(rejected.state == .rejected && rejected.reason == code && !rejected.fix.isEmpty)
        #expect(rejected.actUntilTime != nil)
        try await Self.mend(story, mending)
      }
      bench.clock.advance(by: .seconds(4 * 3_600))
      for (story, code, _) in stories {
        let order = try await story.reached("DATE_IS_FIRM")
        #expect(order.state == .focReceived && order.reason.isEmpty && order.submissions == 2, "\(code)")
      }
    }
  }

  private static let letterSays: Set = [
    "details.authorized_name", "details.billing_number", "details.company_name", "details.service_address",
  ]

  private static func mend(_ story: PortStory, _ mending: Mending) async throws {
    switch mending {
    case .change(let paths, let changes) where letterSays.isDisjoint(with: paths):
      try await story.submit(paths, changes)
    case .change(let paths, let changes):
      // A letter that says what was wrong is no letter.
      let error = await story.bench.calls.error { try await story.submit(paths, changes) }
      #expect(error?.reason == "LETTER_OUTDATED", "\(paths)")
      var given = changes
      given.name = story.name
      _ = try await story.bench.calls.client.updatePortOrder(
        .init(portOrder: given, updatePaths: paths, requestId: UUID().uuidString),
        options: story.bench.calls.options("acme-admin")
      )
      try await story.sign()
      try await story.submit()
    case .document(let kind):
      try await story.upload(kind, PortStory.pdf + Array("once more".utf8))
      try await story.submit()
    case .removeNumber:
      let kept = try await story.order().numbers.map(\.phoneNumber).filter { $0.contains("5553") }
      try await story.submit(["numbers"], .init(numbers: kept.map { .init(phoneNumber: $0) }))
    case .laterDate:
      let dates = try await story.bench.calls.dates("hq")
      try await story.submit(["desired_time"], .init(desiredTime: dates.slots[6].startTime))
    case .nothing: try await story.submit()
    }
  }

  /// PORT_TYPE_INCORRECT, where there is more than one type: the carrier knows the number as one that others belong to.
  @Test func anotherTypeMendsTheType() async throws {
    try await PortingBench.run(in: directory) { bench in
      let number = "+33142341022"
      var details = PortStory.details([number])
      details.values.append(.init(field: "RIO", text: PortStory.rio(of: number), phoneNumber: number))
      let story = try await PortStory.ready(bench, [number], at: "paris", type: "ISOLATED", details: details)
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      story.pass(hours: 1)
      let rejected = try await story.reached("WAITING_FOR_CUSTOMER")
      #expect(rejected.reason == "PORT_TYPE_INCORRECT" && rejected.fix.contains("type"))
      try await story.submit(["port_type"], .init(portType: "FULL"))
      #expect(try await story.complete().portType == "FULL")
    }
  }

  /// What a scenario file says of a number goes before its digits.
  @Test func aScenarioFileChoosesWhatTheCarrierDoes() async throws {
    let file = directory.file("scenario")
    try "# a test\n+12015559000 INVALID_PIN  # else obliging\n\n+12015551901 OBLIGING\n"
      .write(toFile: file, atomically: true, encoding: .utf8)
    try await PortingBench.run(in: directory, scenario: file) { bench in
      let rejected = try await PortStory.ready(bench, ["+12015559000"])
      let obliged = try await PortStory.ready(bench, ["+12015551901"])
      for story in [rejected, obliged] { try await story.submit() }
      for story in [rejected, obliged] { try await story.reached("WAITING_FOR_CARRIER") }
      bench.clock.advance(by: .seconds(3_600))
      #expect(try await rejected.reached("WAITING_FOR_CUSTOMER").reason == "INVALID_PIN")
      try await obliged.reached("WAITING_FOR_FIRM_DATE")
    }
  }

  @Test func aWrongScenarioFileIsNamedWithItsLine() async throws {
    let file = directory.file("scenario")
    try "+12015559000 INVALID_PIN\n+12015559001 SULKS\n"
      .write(toFile: file, atomically: true, encoding: .utf8)
    let error = await #expect(throws: (any Error).self) {
      try await PortingBench.run(in: directory, scenario: file) { _ in }
    }
    #expect("\(String(describing: error))".contains("scenario:2:"))
  }

  /// MULTIPLE_BTNS: the carrier names the groups, and one call makes an order of each.
  @Test func aDemandedSplitIsOneCall() async throws {
    try await PortingBench.run(in: directory) { bench in
      let numbers = ["+12015559206", "+12015552205", "+12015552207"]
      let story = try await PortStory.ready(bench, numbers)
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      story.pass(hours: 1)
      let rejected = try await story.reached("WAITING_FOR_CUSTOMER")
      #expect(rejected.reason == "MULTIPLE_BTNS" && rejected.demandedGroups.count == 2)
      let answer = try await bench.calls.client.splitPortOrder(
        .init(name: story.name, requestId: UUID().uuidString),
        options: bench.calls.options("acme-admin")
      )
      #expect(answer.portOrders.map(\.numbers.count) == [1, 2])
      let parent = try await story.reached("CANCELED")
      #expect(parent.splitInto == answer.portOrders.map(\.name))
      let children = answer.portOrders.map { PortStory(bench: bench, name: $0.name) }
      for child in children {
        // The letter names the billing number of the whole: the other child needs one of its own.
        let isOther = child.name == children[1].name
        #expect(try await child.violations().map(\.code) == (isOther ? ["LETTER_OUTDATED"] : []))
        if isOther { try await child.sign() }
        try await child.submit()
      }
      for child in children { try await child.reached("WAITING_FOR_CARRIER") }
      story.pass(hours: 5)
      for child in children { #expect(try await child.reached("DATE_IS_FIRM").splitFrom == story.name) }
    }
  }

  /// A carrier that says nothing is chased; what is unanswered for 14 days is canceled.
  @Test func silenceIsNotedAndNeglectEnds() async throws {
    try await PortingBench.run(in: directory) { bench in
      let silent = try await PortStory.ready(bench, ["+12015552002"])
      try await silent.submit()
      let neglected = try await PortStory.ready(bench, ["+12015551901"])
      try await neglected.submit()
      for story in [silent, neglected] { try await story.reached("WAITING_FOR_CARRIER") }
      bench.clock.advance(by: .seconds(3_600))
      try await neglected.reached("WAITING_FOR_CUSTOMER")
      bench.clock.advance(by: .seconds(6 * 86_400))
      for _ in 0..<1_000 where !(try await silent.history().contains("CARRIER_CHASED")) {
        try await Task.sleep(for: .milliseconds(5))
      }
      #expect(try await silent.history().contains("CARRIER_CHASED"))
      #expect(try await silent.order().meaning.contains("CARRIER_UNRESPONSIVE"))
      bench.clock.advance(by: .seconds(9 * 86_400))
      let ended = try await neglected.reached("CANCELED")
      #expect(ended.reason == "EXCEPTION_EXPIRED")
      #expect(try await bench.number("+12015551901") == nil)
    }
  }

  /// REGISTRY_FAILURE: it is tried again, without the customer.
  @Test func whatARegistryFailedIsSubmittedAgain() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015551924"])
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      story.pass(hours: 1)
      for _ in 0..<1_000 where !(try await story.history().contains("RESUBMITTED")) {
        try await Task.sleep(for: .milliseconds(5))
      }
      story.pass(hours: 1)
      for _ in 0..<1_000 where try bench.recorder.submissions.count < 2 {
        try await Task.sleep(for: .milliseconds(5))
      }
      story.pass(hours: 4)
      #expect(try await story.reached("DATE_IS_FIRM").submissions == 2)
      #expect(!(try await story.history().contains("REJECTED")))
      let submissions = try bench.recorder.submissions
      #expect(Set(submissions.map(\.submissionId)).count == 2 && submissions[1].previousReference != "")
    }
  }

  /// CARRIER_UNRESPONSIVE: nobody has to mend anything, and it is not given up after 14 days.
  @Test func aRejectionForSilenceIsWaitedOut() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015551921"])
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      story.pass(hours: 1)
      for _ in 0..<1_000 where !(try await story.history().contains("CARRIER_CHASED")) {
        try await Task.sleep(for: .milliseconds(5))
      }
      let order = try await story.order()
      #expect(order.state == .pending && order.nextActor == "losing carrier" && order.reason.isEmpty)
      #expect(order.meaning.contains("CARRIER_UNRESPONSIVE"))
      story.pass(hours: 241)
      try await story.reached("WAITING_FOR_FIRM_DATE")
    }
  }

  /// FOC_EXPIRED: the day passes, another one is asked for.
  @Test(arguments: ["1920", "2009"])
  func aDayThatPassedIsAskedForAnew(digits: String) async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+1201555\(digits)"])
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      story.pass(hours: 1)
      try await story.reached("WAITING_FOR_FIRM_DATE")
      story.pass(hours: 3)
      try await story.passToFirmDate()
      #expect(try await story.reached("WAITING_FOR_CUSTOMER").reason == "FOC_EXPIRED")
      let dates = try await bench.calls.dates("hq")
      try await story.submit(["desired_time"], .init(desiredTime: dates.slots[3].startTime))
      #expect(try await story.complete().state == .completed)
    }
  }
}
