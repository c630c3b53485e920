import PortingRules
import Telephony
import Testing

/// What cannot be done with an order where it stands.
@Suite struct PortRefusalTests {
  private static let now = Instant(milliseconds: 1_795_618_800_000)
  private static let firm = now + .seconds(10 * 86_400)

  private static var draft: PortOrder {
    PortOrder(
      name: "organizations/acme/portOrders/p",
      organization: "acme",
      location: "organizations/acme/locations/hq",
      countryCode: "US",
      numbers: ["+12015559000", "+12015559010"].map {
        NumberPortability(phoneNumber: $0, answer: .portable, reason: "", fix: "", losingCarrier: "One")
      },
      wish: PortWish(type: .standard),
      now: now
    )
  }

  private static let situation = PortSituation(
    now: now,
    principal: "keys/acme-admin",
    calendar: PortCalendar(
      hours: [],
      zones: [LocalZone("America/New_York")].compactMap { $0 },
      holidays: []
    ),
    leadTime: PortLeadTime(.standard, businessDays: 2, cancellationBusinessDays: 5)
  )

  private static let toFirm: [PortCommand] = [
    .submit, .recordReserved, .recordReceipt(of: .submit, reference: "r", askAgain: nil),
    .recordNews([PortNews(revision: 1, kind: .confirmed(firm))], askAgain: nil),
  ]
  private static let toActivating = toFirm + [.beginActivation]
  private static let toCompleted =
    toActivating + [
      .recordActivation(moved), .recordArrival, .recordAddresses(lack: nil),
    ]
  private static let moved = Dictionary(
    uniqueKeysWithValues: draft.telephoneNumbers.map { ($0, "") }
  )

  private static func order(after commands: [PortCommand]) throws -> PortOrder {
    try commands.reduce(draft) { try PortChange($1, to: $0, situation).order }
  }

  @Test(arguments: [
    (toFirm, PortCommand.submit, "PORT_ORDER_IN_PROGRESS"), (toCompleted, .submit, "PORT_ORDER_ENDED"),
    ([.cancel], .submit, "PORT_ORDER_ENDED"), ([], .reschedule(firm), "NOT_RESCHEDULABLE"),
    (toActivating, .cancel, "PORT_STARTED"), (toCompleted, .cancel, "PORT_ORDER_ENDED"),
    ([], .snapBack([]), "NOT_COMPLETED"), (toCompleted, .requestDocument(.bill), "PORT_ORDER_ENDED"),
  ])
  func whatComesTooEarlyOrTooLateIsRefused(before: [PortCommand], command: PortCommand, reason: String) throws
  {
    let order = try Self.order(after: before)
    do {
      _ = try PortChange(command, to: order, Self.situation)
      Issue.record("it was done")
    } catch {
      #expect(error.reason == reason && error.kind == .precondition)
    }
  }

  @Test func onlyWhatWasPortedGoesBack() throws {
    let order = try Self.order(after: Self.toCompleted)
    let stranger = try #require(TelephoneNumber(e164: "+12015559999"))
    #expect(throws: Refusal.self) { try PortChange(.snapBack([stranger]), to: order, Self.situation) }
    do { _ = try PortChange(.snapBack([stranger]), to: order, Self.situation) } catch {
      #expect(error.reason == "NOT_PORTED")
    }
  }

  @Test func oneNumberThatStaysDoesNotBlockTheOther() throws {
    var results = Self.moved
    results[Self.draft.telephoneNumbers[0]] = "TN_NOT_PORTABLE"
    let order = try Self.order(after: Self.toActivating + [.recordActivation(results), .recordArrival])
    #expect(order.phase == .addressing)
    #expect(order.numbers.map(\.outcome) == [.notPorted, .ported])
    #expect(order.numbers[0].reason == "TN_NOT_PORTABLE" && !order.numbers[0].fix.isEmpty)
  }

  @Test func splitsNeedGroupsThatHoldEverything() throws {
    let split = PortSplit(Self.draft)
    let numbers = Self.draft.telephoneNumbers
    #expect(reason { try split.groups(asked: []) } == "NOTHING_TO_SPLIT")
    let half = PortGroup(billingNumber: "", numbers: [numbers[0]])
    #expect(reason { try split.groups(asked: [half, half]) } == "GROUPS_INCOMPLETE")
    let rest = PortGroup(billingNumber: "+12015559010", numbers: [numbers[1]])
    #expect(try split.groups(asked: [half, rest]) == [half, rest])
    let child = split.child(rest, name: "c", desiredTime: Self.firm, now: Self.now)
    #expect(child.numbers.map(\.phoneNumber) == ["+12015559010"] && child.splitFrom == Self.draft.name)
    #expect(child.wish.account.billingNumber == "+12015559010" && child.wish.desiredTime == Self.firm)
  }

  @Test func portOutsAreAnsweredOnceAndLawfully() throws {
    let asked = PortOut(
      name: "organizations/acme/portOuts/o",
      organization: "acme",
      numbers: Self.draft.telephoneNumbers,
      gainingCarrier: "Two",
      portTime: Self.firm,
      answerUntil: Self.now + .seconds(86_400),
      rejection: nil,
      now: Self.now
    )
    #expect(
      reason { try asked.answered(accepted: false, reason: "BILL_INVALID", now: Self.now) }
        == "REASON_NOT_LAWFUL"
    )
    let rejected = try asked.answered(accepted: false, reason: "INVALID_PIN", now: Self.now)
    #expect(rejected.state == .rejected && rejected.dueTime == nil)
    #expect(
      reason { try rejected.answered(accepted: true, reason: "", now: Self.now) } == "PORT_OUT_ANSWERED"
    )
    let silent = asked.advanced(now: asked.answerUntil)
    #expect(silent.state == .accepted && silent.dueTime == Self.firm)
    #expect(silent.advanced(now: Self.firm).state == .completed)
    #expect(silent.refused(now: Self.firm).reason == "TN_MISMATCH" && asked.refused(now: Self.firm) == asked)
  }

  @Test(arguments: [
    ("", "", "", "ACCOUNT_NUMBER_REQUIRED"), ("x", "", "", "ACCOUNT_NUMBER_MISMATCH"),
    ("a", "1", "", "INVALID_PIN"), ("a", "2", "9", "POSTAL_CODE_MISMATCH"), ("a", "2", "3", nil),
  ])
  func aGainingCarrierHasToNameWhatIsSet(account: String, pin: String, postalCode: String, code: String?) {
    let protection = PortOutProtection(accountNumber: "a", pin: "2", postalCode: "3")
    let named = PortOutProtection(accountNumber: account, pin: pin, postalCode: postalCode)
    #expect(protection.rejection(named: named)?.rawValue == code)
  }

  private func reason<Answer>(_ body: () throws -> Answer) -> String? {
    do { _ = try body() } catch { return (error as? Refusal)?.reason }
    return nil
  }
}
