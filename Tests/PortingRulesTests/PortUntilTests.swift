import PortingRules
import Telephony
import Testing

/// Until when somebody has to act (domain.md section 5: every status says so), and what they are warned of before.
@Suite struct PortUntilTests {
  /// Wednesday, 2026-11-25T15:00:00Z.
  private static let now = Instant(milliseconds: 1_795_618_800_000)
  private static let day = Duration.seconds(86_400)
  /// Tuesday, 2026-12-15, 10:00 in New York.
  private static let firm = now + .seconds(20 * 86_400)
  private static let numbers = ["+12015559000", "+12015559010"].compactMap(TelephoneNumber.init(e164:))

  private static func draft(_ answer: NumberPortability.Answer = .portable) -> PortOrder {
    PortOrder(
      name: "organizations/acme/portOrders/p",
      organization: "acme",
      location: "organizations/acme/locations/hq",
      countryCode: "US",
      numbers: numbers.map {
        NumberPortability(phoneNumber: $0.e164, answer: answer, reason: "", fix: "", losingCarrier: "One")
      },
      wish: PortWish(type: .standard, desiredTime: firm),
      now: now
    )
    .placed(by: situation(now))
  }

  private static func situation(_ now: Instant) -> PortSituation {
    PortSituation(
      now: now,
      principal: "keys/acme-admin",
      calendar: PortCalendar(
        hours: [LocalHours("08:00-17:00")].compactMap { $0 },
        zones: [LocalZone("America/New_York")].compactMap { $0 },
        holidays: [],
        cutOff: LocalTime("13:00")
      ),
      leadTime: PortLeadTime(.standard, businessDays: 2, cancellationBusinessDays: 5)
    )
  }

  private static let receipt = PortCommand.recordReceipt(of: .submit, reference: "r", askAgain: nil)
  private static let moved = Dictionary(uniqueKeysWithValues: numbers.map { ($0, "") })
  private static let toFirm: [PortCommand] = [
    .submit, .recordReserved, receipt,
    .recordNews([.init(revision: 1, kind: .confirmed(firm))], askAgain: nil),
  ]
  private static let toArriving = toFirm + [.beginActivation, .recordActivation(moved)]
  private static let toCompleted = toArriving + [.recordArrival, .recordAddresses(lack: nil)]

  /// Every phase in which somebody has to act.
  @Test(arguments: [
    [], [.submit], [.submit, .recordReserved], [.submit, .recordReserved, receipt],
    [.submit, .recordReservationRefused([])], [.submit, .recordReserved, receipt, .reschedule(now)],
    [.submit, .recordReserved, receipt, .recordNews([.init(revision: 1, kind: .accepted)], askAgain: nil)],
    toFirm + [.reschedule(now)], toFirm + [.cancel], [.submit, .cancel], toFirm + [.beginActivation],
    toArriving,
    toArriving + [.recordRefusal(of: .arrive, reason: "REGISTRY_CONFLICT")], toArriving + [.recordArrival],
    toArriving + [.recordArrival, .recordAddresses(lack: .missing)], toCompleted + [.snapBack([])],
    toCompleted + [.snapBack([]), .recordSnapBack(moved)],
  ])
  func whoeverHasToActIsToldUntilWhen(commands: [PortCommand]) throws {
    let order = try commands.reduce(Self.draft()) {
      try PortChange($1, to: $0, Self.situation(Self.now)).order
    }
    let status = PortStatus(order)
    #expect(!status.nextActor.isEmpty, "\(status.phase)")
    let until = try #require(status.actUntil, "\(status.phase)")
    #expect(until > Self.now, "\(status.phase)")
  }

  @Test func whereNobodyHasToActThereIsNoEnd() throws {
    for commands in [Self.toFirm, Self.toCompleted, [.cancel]] {
      let order = try commands.reduce(Self.draft()) {
        try PortChange($1, to: $0, Self.situation(Self.now)).order
      }
      #expect(PortStatus(order).nextActor.isEmpty && PortStatus(order).actUntil == nil)
    }
  }

  /// For Tuesday the 15th it has to be there on Friday the 11th before 13:00 in New York.
  @Test func aDraftHasToBeSubmittedForItsDesiredTime() {
    #expect(PortStatus(Self.draft()).actUntil == Instant(rfc3339: "2026-12-11T18:00:00Z"))
  }

  private static func bill(_ id: String, until day: String) -> PortCommand {
    .attach(
      PortDocumentEntry(
        id: id,
        kind: .bill,
        issued: nil,
        format: .pdf,
        sha256: [],
        byteCount: 1,
        createTime: now,
        lastDay: CivilDate(day)
      ),
      isSignedHere: false
    )
  }

  /// A draft, also one whose numbers the carrier has not answered about, and a rejected order.
  @Test(arguments: [
    (NumberPortability.Answer.portable, []), (.pending, []),
    (.portable, [PortCommand.submit, .recordReservationRefused([])]),
  ])
  func aDocumentThatIsSoonTooOldIsWarnedOfOnce(answer: NumberPortability.Answer, before: [PortCommand]) throws
  {
    let commands = [Self.bill("a", until: "2026-12-04")] + before
    var order = try commands.reduce(Self.draft(answer)) {
      try PortChange($1, to: $0, Self.situation(Self.now)).order
    }
    var warnings: [String] = []
    for hour in 0..<(24 * 12) {
      let time = Self.now + .seconds(hour * 3_600)
      if hour == 24 * 5 {
        order = try PortChange(Self.bill("b", until: "2026-12-10"), to: order, Self.situation(time)).order
      }
      guard let due = order.dueTime, due <= time else { continue }
      let change = try PortChange(.remind, to: order, Self.situation(time))
      order = change.order
      warnings += change.entries.filter { $0.event == .documentExpiring }.map { "\($0.time) \($0.reason)" }
    }
    // A week before the last day of each.
    #expect(warnings == ["2026-11-27T00:00:00Z BILL", "2026-12-03T00:00:00Z BILL"])
  }

  @Test func localAndNationalNumbersAreOrdersOfTheirOwn() {
    // 0185 is a national range of Germany, and 030 Berlin.
    let texts = ["+493023080000", "+4918500123456", "+493023080001"]
    let order = PortOrder(
      name: "p",
      organization: "acme",
      location: "l",
      countryCode: "DE",
      numbers: texts.map {
        NumberPortability(phoneNumber: $0, answer: .portable, reason: "", fix: "", losingCarrier: "One")
      },
      wish: PortWish(type: .standard),
      now: Self.now
    )
    let groups = PortSplit(order).automaticGroups.map { $0.numbers.map(\.e164) }
    #expect(groups == [["+493023080000", "+493023080001"], ["+4918500123456"]])
  }
}
