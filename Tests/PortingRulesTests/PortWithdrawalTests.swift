import PortingRules
import Telephony
import Testing

/// What an order lets go of and what it keeps when it is changed, moved, called off, or its numbers go back.
@Suite struct PortWithdrawalTests {
  private typealias Samples = PortSilenceTests

  private static func apply(_ command: PortCommand, _ order: PortOrder) throws -> PortChange {
    try PortChange(command, to: order, Samples.situation(Samples.now))
  }

  /// What is put in again is not on its way out, however often.
  @Test func whatIsPutInAgainStays() throws {
    let rejected = PortCommand.recordNews(
      [.init(revision: 1, kind: .rejected(reason: "TN_MISMATCH", numbers: []))],
      askAgain: nil
    )
    var order = try Samples.order(after: Samples.toCarrier + [rejected])
    let (all, numbers) = (order.numbers, order.telephoneNumbers)
    for _ in 0..<2 {
      order = try Self.apply(.change(order.wish, numbers: [all[0]]), order).order
      #expect(order.leaving == [numbers[1]])
      order = try Self.apply(.change(order.wish, numbers: all), order).order
      #expect(order.leaving.isEmpty)
    }
  }

  /// The carrier has it and goes on with it: what it says of it next tells the date that stands.
  @Test(arguments: [
    Samples.toCarrier, Samples.toAccepted,
    Samples.toFirm + [
      .reschedule(Samples.firm + Samples.day), .recordRefusal(of: .reschedule, reason: ""),
    ],
  ])
  func anOrderThatIsNotCalledOffGoesOn(before: [PortCommand]) throws {
    let order = try Samples.order(after: before + [.cancel])
    let change = try Self.apply(.recordRefusal(of: .callOff, reason: "PORT_STARTED"), order)
    #expect(change.order.phase == .waitingForFirmDate && change.order.dueTime == Samples.now)
    #expect(change.entries.map(\.event) == [.cancellationRefused])
    let news = [
      PortNews(revision: 1, kind: .accepted), PortNews(revision: 2, kind: .confirmed(Samples.firm)),
    ]
    let told = try Self.apply(.recordNews(news, askAgain: nil), change.order).order
    #expect(told.phase == .confirmed && told.firmTime == Samples.firm)
  }

  /// Whether the carrier has taken it is found out first, and by which reference.
  @Test func whatTheCarrierNeverTookIsLetGo() throws {
    let unanswered = try Samples.order(after: Array(Samples.toCarrier.dropLast()) + [.cancel])
    let refused = try Self.apply(.recordRefusal(of: .submit, reason: "TN_MISMATCH"), unanswered).order
    #expect(refused.phase == .releasing)
    let taken = try Self.apply(
      .recordReceipt(of: .submit, reference: "r", askAgain: nil),
      unanswered
    ).order
    #expect(taken.phase == .callingOff && taken.reference == "r")
    let kept = try Self.apply(.recordRefusal(of: .callOff, reason: "PORT_STARTED"), taken).order
    #expect(kept.phase == .waitingForFirmDate)
  }

  @Test func aRefusedDateIsNotWishedForAnyLonger() throws {
    let moving = try Samples.order(after: Samples.toFirm + [.reschedule(Samples.firm + Samples.day)])
    let refused = PortCommand.recordRefusal(of: .reschedule, reason: "TOO_LATE")
    #expect(try Self.apply(refused, moving).order.wish.desiredTime == Samples.firm)
    // Also when it was canceled while the carrier was asked.
    let canceled = try Self.apply(refused, try Self.apply(.cancel, moving).order).order
    #expect(canceled.wish.desiredTime == Samples.firm)
    #expect(canceled.phase == .callingOff && canceled.asksForDate == nil)
  }

  @Test func aNumberThatIsNamedTwiceGoesBackOnce() throws {
    let moved = Dictionary(uniqueKeysWithValues: Samples.draft.telephoneNumbers.map { ($0, "") })
    let order = try Samples.order(
      after: Samples.toFirm + [
        .beginActivation, .recordActivation(moved), .recordArrival, .recordAddresses(lack: nil),
      ]
    )
    let number = order.telephoneNumbers[1]
    #expect(try Self.apply(.snapBack([number, number]), order).order.returning == [number])
  }

  @Test func aGroupOfTheCarrierHasEachNumberOnce() throws {
    let numbers = Samples.draft.telephoneNumbers
    let groups = [[numbers[0], numbers[0]], [numbers[1], numbers[0]]].map {
      PortGroup(billingNumber: "", numbers: $0)
    }
    let news = PortNews(revision: 1, kind: .rejected(reason: "MULTIPLE_BTNS", numbers: []), groups: groups)
    let order = try Samples.order(after: Samples.toCarrier + [.recordNews([news], askAgain: nil)])
    #expect(try PortSplit(order).groups(asked: []).map(\.numbers) == [[numbers[0]], [numbers[1]]])
  }
}
