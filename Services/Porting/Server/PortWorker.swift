import Logging
import PersonalData
import PortingRules
import PortingStore
import RPC
import ServiceKit
import Storage
import Telephony

/// Does what is due: asks carriers, tells the inventory, reminds people. It looks at what is due only, so that its cost
/// does not grow with what is open.
struct PortWorker: Sendable {
  let journal: PortJournal
  let carrier: CarrierAdapter
  let inventory: InventoryCalls
  let emergency: EmergencyCalls
  let portOuts: PortOutWork
  let logger: Logger
  /// How often it looks whether anything is due.
  let interval: Duration

  /// Steps at the same time.
  private static let width = 16
  private static let batch = 256
  private static let shortestPauseMilliseconds: Int64 = 1_000
  private static let longestPauseMilliseconds: Int64 = 300_000

  private var database: Database { journal.database }
  private var principal: String { "services/\(inventory.signer.issuer)" }

  /// Works until its task is cancelled.
  func run() async throws {
    for await _ in journal.wakeUp.signals(every: interval) {
      // What was begun when the service stops stays due, and is taken up by the next start.
      while try await runDue() > 0 { try Task.checkCancellation() }
      try await portOuts.runDue()
    }
  }

  /// Does everything that is due now, and says how much of it is done or put off. What could be neither, because the
  /// database takes nothing, stays due: the carrier is not to hear of it again and again without a pause.
  @discardableResult
  func runDue() async throws -> Int {
    let now = journal.clock.now()
    let cipher = journal.cipher
    let due = try await database.read {
      try PortTable($0, cipher: cipher).due(at: now, limit: Self.batch)
    }
    return await withTaskGroup(of: Bool.self) { group in
      var done = 0
      for (index, name) in due.enumerated() {
        if index >= Self.width, await group.next() == true { done += 1 }
        group.addTask { await self.work(on: name) }
      }
      for await isDone in group where isDone { done += 1 }
      return done
    }
  }

  /// Carries the steps of an order out for as long as one follows at once. Beside the worker it does no harm: each step
  /// can be repeated, and what comes second changes nothing.
  /// - Returns: whether it went on, or was put off.
  @discardableResult
  func work(on name: String) async -> Bool {
    do {
      while let next = try await step(name), next.isDue(journal.clock.now()) {}
      return true
    } catch {
      if Task.isCancelled { return false }
      return (try? await putOff(name, because: error)) != nil
    }
  }

  private func step(_ name: String) async throws -> PortOrder? {
    let cipher = journal.cipher
    guard let stored = try await database.read({ try PortTable($0, cipher: cipher).port(named: name) }),
      let step = stored.order.phase.step, stored.order.isDue(journal.clock.now())
    else { return nil }
    let command = try await carryOut(step, stored.order)
    let order = try await journal.apply(command, to: name, by: principal)
    guard order.version == stored.order.version, order.isDue(journal.clock.now()) else { return order }
    try await putOff(name, because: nil)
    return nil
  }

  private func carryOut(_ step: PortStep, _ order: PortOrder) async throws -> PortCommand {
    switch step {
    case .askPortability: try await askPortability(order)
    case .reserve: try await inventory.reserve(order)
    case .submit: try await answer(step) { try await carrier.submit(order) }
    case .askForNews: try await answer(step) { try await carrier.news(of: order) }
    case .remind: .remind
    case .beginActivation: .beginActivation
    case .reschedule: try await answer(step) { try await carrier.reschedule(order) }
    case .activate: try await answer(step) { try await carrier.activate(order) }
    case .arrive: try await inventory.arrive(order)
    case .confirmAddress: try await confirmAddress(order)
    case .snapBack: try await answer(step) { try await carrier.snapBack(order) }
    case .giveBack: try await inventory.giveBack(order)
    case .callOff: try await callOff(order)
    case .release: try await inventory.release(order)
    }
  }

  /// Of a draft: what carriers had not answered yet; else its customer is reminded of it.
  private func askPortability(_ order: PortOrder) async throws -> PortCommand {
    let pending = order.numbers.filter { $0.answer == .pending }.map(\.phoneNumber)
    let isReminder = PortDue.reminder(order).map { $0 <= journal.clock.now() } ?? false
    guard !pending.isEmpty, !isReminder else { return .remind }
    return try await ask(about: pending, of: order)
  }

  /// Asks the carriers again before an order is submitted, however long ago it was drafted. It goes on without an answer:
  /// the carrier decides when it gets the order at the latest.
  func askAnew(_ name: String) async {
    let cipher = journal.cipher
    guard let stored = try? await database.read({ try PortTable($0, cipher: cipher).port(named: name) }),
      stored.order.phase.isOpen,
      let command = try? await ask(about: stored.order.numbers.map(\.phoneNumber), of: stored.order)
    else { return }
    _ = try? await journal.apply(command, to: name, by: principal)
  }

  private func ask(about phoneNumbers: [String], of order: PortOrder) async throws -> PortCommand {
    let place = try await database.read { try journal.place(of: order, in: $0) }
    let check = PortabilityCheck(phoneNumbers: phoneNumbers, location: place.site)
    let answers = try await carrier.answers(
      for: check.numbersToAsk,
      firstAsked: order.askedTime ?? order.createTime,
      organization: order.organization
    )
    return .recordPortability(check.result(answers: answers))
  }

  /// What the carrier answers; a refusal is an answer too.
  private func answer(_ step: PortStep, _ call: () async throws -> PortCommand) async throws -> PortCommand {
    do {
      return try await call()
    } catch let error as RPCError where error.isRefusal {
      return .recordRefusal(of: step, reason: error.reason)
    }
  }

  /// Calls a port off. When its submission or its other date was not answered, the carrier may have it all the same, and
  /// it is found out first by which reference.
  private func callOff(_ order: PortOrder) async throws -> PortCommand {
    if order.reference.isEmpty { return try await answer(.submit) { try await carrier.submit(order) } }
    if order.asksForDate == true {
      return try await answer(.reschedule) { try await carrier.reschedule(order) }
    }
    return try await answer(.callOff) { try await carrier.callOff(order) }
  }

  /// Of the numbers that have come; those that the customer gave up meanwhile need no address.
  private func confirmAddress(_ order: PortOrder) async throws -> PortCommand {
    let come = order.numbers.filter { $0.outcome == .ported }
      .compactMap { TelephoneNumber(e164: $0.phoneNumber) }
    let kept = try await inventory.kept(come, of: order)
    return try await emergency.confirm(kept, organization: order.organization)
  }

  /// Asks the carrier about an order now, because it said that there is news.
  func askForNews(_ name: String) async throws {
    let cipher = journal.cipher
    guard let stored = try await database.read({ try PortTable($0, cipher: cipher).port(named: name) }) else {
      throw Refusal.resourceNotFound(name)
    }
    let phases: Set<PortPhase> = [.waitingForAcceptance, .waitingForFirmDate, .confirmed]
    guard phases.contains(stored.order.phase) else { return }
    _ = try await journal.apply(try await carrier.news(of: stored.order), to: name, by: principal)
  }

  /// Tries again the later, the longer it has been due: a carrier that is down for hours is not flooded.
  private func putOff(_ name: String, because error: (any Error)?) async throws {
    let text = (error as? RPCError)?.description ?? error.map { "\(type(of: $0))" } ?? "nothing changed"
    logger.log(.warning, "step of a port order is tried again", [.resource: name, .error: text])
    let (now, cipher) = (journal.clock.now(), journal.cipher)
    try await database.write { transaction in
      let table = PortTable(transaction, cipher: cipher)
      guard let stored = try table.port(named: name), let due = stored.order.dueTime else { return }
      _ = try journal.apply(.recordFailure, to: stored, by: principal, in: transaction)
      let overdue = max(0, now.milliseconds - due.milliseconds)
      let pause = min(max(overdue / 2, Self.shortestPauseMilliseconds), Self.longestPauseMilliseconds)
      try table.putOff(name, until: Instant(milliseconds: now.milliseconds + pause))
    }
  }
}

extension PortOrder {
  fileprivate func isDue(_ now: Instant) -> Bool { dueTime.map { $0 <= now } ?? false }
}
