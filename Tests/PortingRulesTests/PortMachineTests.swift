import Foundation
import PortingRules
import Telephony
import Testing

/// The state machine of port orders against random commands, and its diagram.
@Suite struct PortMachineTests {
  private static let now = Instant(milliseconds: 1_795_618_800_000)
  private static let numbers = ["+12015559000", "+12015559010"]

  private static var draft: PortOrder {
    PortOrder(
      name: "organizations/acme/portOrders/p",
      organization: "acme",
      location: "organizations/acme/locations/hq",
      countryCode: "US",
      numbers: numbers.map {
        NumberPortability(phoneNumber: $0, answer: .portable, reason: "", fix: "", losingCarrier: "One")
      },
      wish: PortWish(type: .standard, desiredTime: now + .seconds(20 * 86_400)),
      now: now
    )
  }

  private static func situation(_ now: Instant) -> PortSituation {
    PortSituation(
      now: now,
      principal: "keys/acme-admin",
      calendar: PortCalendar(
        hours: [LocalHours("08:00-17:00")].compactMap { $0 },
        zones: [LocalZone("America/New_York")].compactMap { $0 },
        holidays: []
      ),
      leadTime: PortLeadTime(.standard, businessDays: 2, cancellationBusinessDays: 5)
    )
  }

  private static func command(_ random: inout SeededRandom, _ order: PortOrder, _ now: Instant) -> PortCommand
  {
    let all = order.telephoneNumbers
    if let usual = usual(order, now), Bool.random(using: &random) { return usual }
    let reasons = PortRejection.allCases.map(\.rawValue) + Array(repeating: "", count: 40)
    func result() -> [TelephoneNumber: String] {
      Dictionary(uniqueKeysWithValues: all.map { ($0, reasons.randomElement(using: &random) ?? "") })
    }
    let revision = Int.random(in: 1...3, using: &random)
    let kinds: [PortNews.Kind] = [
      .accepted, .confirmed(now + .seconds(86_400 * Int64.random(in: 1...20, using: &random))), .calledOff,
      .rejected(reason: reasons.randomElement(using: &random) ?? "", numbers: all),
    ]
    let steps: [PortStep] = [
      .submit, .reschedule, .callOff, .askForNews, .activate, .arrive, .snapBack, .giveBack,
    ]
    let step = steps.randomElement(using: &random) ?? .submit
    let commands: [PortCommand] = [
      .change(order.wish, numbers: Array(order.numbers.dropLast(order.numbers.count > 1 ? 1 : 0))), .submit,
      .submit,
      .reschedule(now + .seconds(86_400 * 30)), .cancel, .split(into: ["a", "b"]), .snapBack([]),
      .recordReserved,
      .recordReservationRefused(all), .recordFailure,
      .recordReceipt(of: step, reference: "r\(revision)", askAgain: nil), .remind,
      .recordNews(
        kinds.map { PortNews(revision: revision, kind: $0) }.shuffled(using: &random),
        askAgain: nil
      ),
      .beginActivation, .recordActivation(result()), .recordArrival, .recordRefusal(of: step, reason: ""),
      .recordSnapBack(result()),
      .recordGivenBack, .recordRelease, .requestDocument(.bill), .recordPortability(order.numbers),
      .recordAddresses(lack: nil), .recordAddresses(lack: .missing), .recordAddresses(lack: .notReady),
    ]
    return commands.randomElement(using: &random) ?? .submit
  }

  /// What comes next when nothing goes wrong.
  private static func usual(_ order: PortOrder, _ now: Instant) -> PortCommand? {
    let moved = Dictionary(uniqueKeysWithValues: order.telephoneNumbers.map { ($0, "") })
    return switch order.phase {
    case .collecting: .submit
    case .reserving: .recordReserved
    case .submitting: .recordReceipt(of: .submit, reference: "r", askAgain: nil)
    case .waitingForAcceptance, .waitingForFirmDate:
      .recordNews([PortNews(revision: 4, kind: .confirmed(now + .seconds(86_400)))], askAgain: nil)
    case .confirmed: .beginActivation
    case .activating: .recordActivation(moved)
    case .arriving: .recordArrival
    case .addressing: .recordAddresses(lack: nil)
    case .completed: .snapBack([])
    case .snappingBack: .recordSnapBack(moved)
    case .givingBack: .recordGivenBack
    default: nil
    }
  }

  /// 20,000 commands, or as many as it takes to see every phase: every move is one that the phases name, ended orders stay as they are, and what waits is due.
  @Test func randomCommandsMoveAsThePhasesSay() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededRandom(seed: seed)
    var (order, now, seen): (PortOrder, Instant, Set<PortPhase>) = (Self.draft, Self.now, [])
    for count in 0..<400_000 where count < 20_000 || seen.count < PortPhase.allCases.count {
      if order.phase == .canceled || seen.count < 3 && Int.random(in: 0..<50, using: &random) == 0 {
        (order, now) = (Self.draft, Self.now)
      }
      now = now + .seconds(Int64.random(in: 0..<86_400, using: &random))
      let command = Self.command(&random, order, now)
      guard let change = try? PortChange(command, to: order, Self.situation(now)) else { continue }
      let next = change.order
      let isMove = next.phase == order.phase || reachable(order.phase).contains(next.phase)
      #expect(isMove, "seed \(seed): \(order.phase) by \(command) to \(next.phase)")
      #expect(next.version == order.version + (change.changesAnything ? 1 : 0), "seed \(seed)")
      #expect(
        next.phase.step == nil || next.phase == .collecting || next.dueTime != nil,
        "seed \(seed): \(next.phase)"
      )
      #expect(change.entries.isEmpty || change.changesAnything, "seed \(seed): \(command)")
      #expect(!PortStatus(next).meaning.isEmpty)
      seen.insert(next.phase)
      order = next.phase == .completed && Bool.random(using: &random) ? Self.draft : next
    }
    #expect(seen == Set(PortPhase.allCases), "seed \(seed): \(Set(PortPhase.allCases).subtracting(seen))")
  }

  /// News of a carrier may bring an order two phases on at once.
  private func reachable(_ phase: PortPhase) -> Set<PortPhase> {
    phase.successors.union(phase.successors.flatMap(\.successors))
  }

  @Test func theDiagramIsThatOfTheRules() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = root.deletingLastPathComponent().appending(path: "Services/Porting/README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let drawn = Set(
      text.split(separator: "\n").compactMap { line -> String? in
        let words = line.split(separator: " ")
        guard words.count >= 3, words[1] == "-->", words[0] != "[*]" else { return nil }
        return "\(words[0]) \(words[2].prefix { $0 != ":" })"
      }
    )
    let ruled = Set(PortPhase.allCases.flatMap { phase in phase.successors.map { "\(phase) \($0)" } })
    #expect(drawn == ruled, "missing: \(ruled.subtracting(drawn)), wrong: \(drawn.subtracting(ruled))")
    for phase in PortPhase.allCases { #expect(text.contains("| \(phase) |"), "\(phase) is not in the table") }
  }

  /// domain.md section 5: a rejected order that nobody answers is canceled after 14 days, with reminders.
  @Test func aRejectionIsRemindedOfAndThenExpires() throws {
    var order = Self.draft
    func apply(_ command: PortCommand, _ now: Instant) throws -> [PortHistoryEntry.Event] {
      let change = try PortChange(command, to: order, Self.situation(now))
      order = change.order
      return change.entries.map(\.event)
    }
    _ = try apply(.submit, Self.now)
    _ = try apply(.recordReservationRefused([]), Self.now)
    #expect(order.reason == "REGISTRY_CONFLICT" && order.phase == .rejected)
    var days: [Int64] = []
    var events: [PortHistoryEntry.Event] = []
    while order.phase == .rejected, let due = order.dueTime {
      days.append((due - Self.now).components.seconds / 86_400)
      events += try apply(.remind, due)
    }
    #expect(days == [7, 12, 14] && events == [.reminded, .reminded, .expired])
    #expect(order.phase == .releasing && order.reason == "EXCEPTION_EXPIRED")
  }

  /// However often and in which order the carrier tells it.
  @Test func newsAreTakenOnceAndInTheirOrder() throws {
    let firm = Self.now + .seconds(20 * 86_400)
    let news = [
      PortNews(revision: 2, kind: .confirmed(firm)), PortNews(revision: 1, kind: .accepted),
      PortNews(revision: 2, kind: .confirmed(firm)),
    ]
    var order = Self.draft
    for command in [
      PortCommand.submit, .recordReserved, .recordReceipt(of: .submit, reference: "r", askAgain: nil),
    ] {
      order = try PortChange(command, to: order, Self.situation(Self.now)).order
    }
    let first = try PortChange(.recordNews(news, askAgain: nil), to: order, Self.situation(Self.now))
    #expect(first.entries.map(\.event) == [.accepted, .firmDateReceived] && first.order.firmTime == firm)
    let again = try PortChange(.recordNews(news, askAgain: nil), to: first.order, Self.situation(Self.now))
    #expect(!again.changesAnything && again.entries.isEmpty)
  }
}
