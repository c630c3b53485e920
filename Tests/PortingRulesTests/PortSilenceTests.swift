import PortingRules
import Telephony
import Testing

/// Carriers that say nothing, call off, or refuse, and days that pass: an order never just stays where it is.
@Suite struct PortSilenceTests {
  /// Wednesday, 2026-11-25T15:00:00Z.
  static let now = Instant(milliseconds: 1_795_618_800_000)
  /// Tuesday, 2026-12-15, 10:00 in New York.
  static let firm = now + .seconds(20 * 86_400)
  static let day = Duration.seconds(86_400)

  static var draft: PortOrder {
    PortOrder(
      name: "organizations/acme/portOrders/p",
      organization: "acme",
      location: "organizations/acme/locations/hq",
      countryCode: "US",
      numbers: ["+12015559000", "+12015559010"].map {
        NumberPortability(phoneNumber: $0, answer: .portable, reason: "", fix: "", losingCarrier: "One")
      },
      wish: PortWish(type: .standard, desiredTime: firm),
      now: now
    )
  }

  static func situation(_ now: Instant) -> PortSituation {
    PortSituation(
      now: now,
      principal: "services/porting",
      calendar: PortCalendar(
        hours: [LocalHours("08:00-17:00")].compactMap { $0 },
        zones: [LocalZone("America/New_York")].compactMap { $0 },
        holidays: []
      ),
      leadTime: PortLeadTime(.standard, businessDays: 2, cancellationBusinessDays: 5)
    )
  }

  static let toCarrier: [PortCommand] = [
    .submit, .recordReserved,
    .recordReceipt(of: .submit, reference: "r", askAgain: now + .seconds(30 * 86_400)),
  ]
  static let toAccepted =
    toCarrier + [.recordNews([.init(revision: 1, kind: .accepted)], askAgain: nil)]
  static let toFirm =
    toAccepted + [.recordNews([.init(revision: 2, kind: .confirmed(firm))], askAgain: nil)]

  static func order(after commands: [PortCommand]) throws -> PortOrder {
    try commands.reduce(draft) { try PortChange($1, to: $0, situation(now)).order }
  }

  /// In both phases, when the carrier says that it is to be asked in a month, and when it cannot be asked at all.
  @Test(arguments: [toCarrier, toAccepted, Array(toCarrier.dropLast())])
  func aSilentCarrierIsChasedAgainAndAgain(before: [PortCommand]) throws {
    var order = try Self.order(after: before)
    #expect(order.dueTime.map { $0 <= Self.now + .seconds(5 * 86_400) } == true)
    var days: [Int64] = []
    for hour in 0..<(24 * 16) {
      let now = Self.now + .seconds(Int64(hour) * 3_600)
      let late = now + .seconds(30 * 86_400)
      let command = order.phase == .submitting ? PortCommand.recordFailure : .recordNews([], askAgain: late)
      let change = try PortChange(command, to: order, Self.situation(now))
      order = change.order
      if order.phase != .submitting {
        #expect(order.dueTime.map { $0 <= now + .seconds(5 * 86_400) } == true)
      }
      if change.entries.map(\.event) == [.carrierChased] { days.append(Int64(hour / 24)) }
    }
    #expect(days == [5, 10, 15])
    let status = PortStatus(order)
    #expect(
      status.meaning.contains("CARRIER_UNRESPONSIVE") && status.actUntil == Self.now + .seconds(20 * 86_400)
    )
  }

  /// domain.md section 5.1: the losing carrier is silent, we chase. Nobody has to mend anything.
  @Test(arguments: [toCarrier, toAccepted, toFirm])
  func aRejectionForSilenceIsWaitedOut(before: [PortCommand]) throws {
    let news = PortNews(revision: 9, kind: .rejected(reason: "CARRIER_UNRESPONSIVE", numbers: []))
    let before = try Self.order(after: before)
    let change = try PortChange(.recordNews([news], askAgain: nil), to: before, Self.situation(Self.now))
    #expect(change.order.phase == (before.phase == .confirmed ? .waitingForFirmDate : before.phase))
    #expect(change.entries.map(\.event) == [.carrierChased] && change.order.reason.isEmpty)
    #expect(PortStatus(change.order).nextActor == "losing carrier")
  }

  /// domain.md section 5.1: retry. But not for ever.
  @Test func aRegistryThatFailsAgainAndAgainIsTold() throws {
    var order = try Self.order(after: Self.toCarrier)
    let receipt = PortCommand.recordReceipt(of: .submit, reference: "r", askAgain: nil)
    let news = PortNews(revision: 1, kind: .rejected(reason: "REGISTRY_FAILURE", numbers: []))
    var pauses: [Duration] = []
    while order.phase == .waitingForAcceptance {
      order = try PortChange(.recordNews([news], askAgain: nil), to: order, Self.situation(Self.now)).order
      guard order.phase == .submitting, let due = order.dueTime else { break }
      pauses.append(due - Self.now)
      order = try PortChange(receipt, to: order, Self.situation(Self.now)).order
    }
    #expect(pauses == [.seconds(900), .seconds(1_800), .seconds(3_600)] && order.submissions == 4)
    #expect(order.phase == .rejected && order.reason == "REGISTRY_FAILURE")
  }

  @Test func whatACarrierCallsOffIsTheCustomersToKnow() throws {
    let news = PortNews(revision: 3, kind: .calledOff)
    let change = try PortChange(
      .recordNews([news], askAgain: nil),
      to: try Self.order(after: Self.toFirm),
      Self.situation(Self.now)
    )
    #expect(change.entries.map(\.event) == [.calledOff, .rejected] && change.order.reason == "UNKNOWN")
  }

  /// Issue of the window: not a minute after its end, which is 17:00 in New York.
  @Test func numbersMoveInTheirWindowOrNotAtAll() throws {
    let order = try Self.order(after: Self.toFirm)
    let end = Self.firm + .seconds(7 * 3_600)
    let inTime = try PortChange(.beginActivation, to: order, Self.situation(end - .seconds(1))).order
    #expect(inTime.phase == .activating && inTime.activateUntil == end)
    let late = try PortChange(.beginActivation, to: order, Self.situation(end)).order
    #expect(late.phase == .rejected && late.reason == "FOC_EXPIRED" && late.actUntil != nil)
    // A carrier that is down then is chased at once.
    let down = try PortChange(.recordFailure, to: inTime, Self.situation(end))
    #expect(down.entries.map(\.event) == [.carrierChased] && down.order.phase == .activating)
    #expect(PortStatus(down.order).nextActor == "losing carrier")
    let refusal = PortCommand.recordRefusal(of: .activate, reason: "NOT_FOUND")
    let refused = try PortChange(refusal, to: inTime, Self.situation(end)).order
    #expect(refused.phase == .rejected && refused.reason == "UNKNOWN")
  }

  @Test(arguments: [
    (firm, []), (firm + .seconds(86_400), [PortHistoryEntry.Event.firmDateDiffers]),
    (firm + .seconds(12 * 3_600), [.firmDateDiffers]),
  ])
  func aDateThatIsNotTheOneAskedForIsNoted(time: Instant, more: [PortHistoryEntry.Event]) throws {
    let news = PortNews(revision: 2, kind: .confirmed(time))
    let order = try Self.order(after: Self.toAccepted)
    let change = try PortChange(.recordNews([news], askAgain: nil), to: order, Self.situation(Self.now))
    #expect(change.entries.map(\.event) == [.firmDateReceived] + more)
    let isOutside = time == Self.firm + .seconds(12 * 3_600)
    #expect(change.entries.last?.reason == (isOutside ? "OUTSIDE_WINDOW" : ""))
  }

  /// domain.md section 5: before confirmation it is always possible.
  @Test func whatIsNotAcceptedYetCanBeMovedAndCanceled() throws {
    let waiting = try Self.order(after: Self.toCarrier)
    let moved = try PortChange(.reschedule(Self.firm + Self.day), to: waiting, Self.situation(Self.now)).order
    #expect(moved.phase == .supplementing && moved.phase.state == .pending)
    let told = PortCommand.recordReceipt(of: .reschedule, reference: "s", askAgain: nil)
    #expect(try PortChange(told, to: moved, Self.situation(Self.now)).order.phase == .waitingForAcceptance)
    for order in [
      moved,
      try PortChange(
        .reschedule(Self.firm + Self.day),
        to: try Self.order(after: Self.toAccepted),
        Self.situation(Self.now)
      ).order,
    ] {
      let canceled = try PortChange(.cancel, to: order, Self.situation(Self.now)).order
      #expect(canceled.phase == .callingOff && canceled.asksForDate == true)
      let late = try PortChange(told, to: canceled, Self.situation(Self.now)).order
      #expect(late.phase == .callingOff && late.reference == "s" && late.asksForDate == nil)
    }
  }

  @Test func aGroupThatIsTakenOutMendsASplit() throws {
    let numbers = Self.draft.telephoneNumbers
    let groups = numbers.map { PortGroup(billingNumber: $0.e164, numbers: [$0]) }
    let news = PortNews(revision: 1, kind: .rejected(reason: "MULTIPLE_BTNS", numbers: []), groups: groups)
    let rejected = try Self.order(after: Self.toCarrier + [.recordNews([news], askAgain: nil)])
    #expect(PortSplit(rejected).automaticGroups == groups)
    let change = PortCommand.change(rejected.wish, numbers: Array(rejected.numbers.prefix(1)))
    let mended = try PortChange(change, to: rejected, Self.situation(Self.now)).order
    #expect(PortSplit(mended).automaticGroups.count == 1)
  }

  @Test func aNumberThatTheInventoryRefusesIsNamed() throws {
    let order = try Self.order(after: [.submit])
    let refused = PortCommand.recordReservationRefused([order.telephoneNumbers[1]])
    let rejected = try PortChange(refused, to: order, Self.situation(Self.now)).order
    #expect(rejected.numbers.map(\.reason) == ["", "REGISTRY_CONFLICT"])
  }
}
