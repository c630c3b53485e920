import Telephony
import Testing

@testable import InventoryRules

/// Gives the same random commands to the inventory and to the model, and compares what they do.
struct ModelRun: Sendable {
  static let organizations = ["acme", "bravo", "coda"]

  let seed: UInt64
  var random: SeededGenerator
  var inventory: Inventory
  var model: Model
  var now = Instant.start
  var commands = 0
  var successes = 0
  var differences: [String] = []
  /// Spoils what a command did, to see that the model notices.
  var plantedBug: (@Sendable (inout Inventory, Change) -> Void)?

  init(seed: UInt64) {
    self.seed = seed
    random = SeededGenerator(state: seed)
    var limits = ReservationLimits()
    limits.numbersHeldPerOrganization = 3_000
    limits.agingMilliseconds = 30 * 60_000
    inventory = Inventory.stocked([.test("+12015550000")], limits: limits)
    let block = inventory.stock.blocks[0].block
    model = Model(
      stock: (0..<NumberBlock.size).map(block.number(at:)),
      foreign: (0..<300).map { NumberBlock(first: .test("+13105550000"))!.number(at: $0) },
      limits: limits
    )
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements.randomElement(using: &random)! }
  mutating func roll(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }

  mutating func differs(_ what: String) {
    differences.append("seed \(seed), command \(commands): \(what)")
  }

  /// Carries out a command; one in ten is taken back at once, as after a failed commit.
  ///
  /// - Parameter expected: whether it must succeed; nil when the model cannot tell cheaply.
  mutating func run<Answer>(
    _ name: String,
    _ expected: Bool?,
    touching: [TelephoneNumber] = [],
    _ command: (inout Inventory, Instant) throws -> Decision<Answer>,
    then apply: (inout Model, Answer) -> Void
  ) {
    commands += 1
    do {
      let decision = try command(&inventory, now)
      successes += 1
      if expected == false { differs("\(name) must not succeed") }
      if roll(0..<10) == 0 {
        inventory.revert(decision.changes)
      } else {
        apply(&model, decision.answer)
        if let plantedBug { decision.changes.forEach { plantedBug(&inventory, $0) } }
      }
    } catch {
      if expected == true { differs("\(name) must succeed: \((error as? Refusal)?.message ?? "\(error)")") }
    }
    for number in touching + [pick(model.stock), pick(model.foreign)] { compare(number, name) }
  }

  mutating func compare(_ number: TelephoneNumber, _ when: String) {
    let view = try? inventory.view(number, for: .suite)
    guard let known = model.numbers[number] else {
      let expected: NumberState? = model.isStock(number) ? .available : nil
      if view?.state != expected { differs("\(when): \(number) is \(view?.state.name ?? "-")") }
      if inventory.stock.isAvailable(number) != (expected != nil) { differs("\(when): the bit of \(number)") }
      return
    }
    if inventory.stock.isAvailable(number) { differs("\(when): the bit of \(number)") }
    guard known.state != .reserved else {
      if view?.state != .reserved {
        differs("\(when): \(number) is \(view?.state.name ?? "-"), not RESERVED")
      }
      return
    }
    var seen = Model.Number(
      state: view?.state ?? .available,
      organization: known.organization,
      location: view?.location ?? "",
      order: view?.order ?? ""
    )
    (seen.usage, seen.assignee) = (view?.usage ?? .standard, view?.assignee)
    (seen.isMain, seen.block) = (view?.isMainNumber ?? false, view?.orderedBlock)
    seen.restsUntil = known.restsUntil
    if seen != known { differs("\(when): \(number) is \(seen), not \(known)") }
  }

  /// Compares everything that can be seen.
  mutating func compareAll() {
    for number in model.stock + model.foreign { compare(number, "all") }
    if (try? inventory.stock.count(.us).counts.available) != model.availableCount { differs("the count") }
    for organization in Self.organizations {
      if inventory.heldNumbers(of: organization) != model.held[organization] ?? 0 {
        differs("held by \(organization)")
      }
      let present: Set<NumberState> = [.reserved, .assigned, .portingIn, .portedIn]
      let owned = model.numbers.filter { number, known in
        known.state == .reserved
          ? model.leases[known.reservation]?.organization == organization
          : known.organization == organization && present.contains(known.state)
      }.keys.sorted()
      var listed: [TelephoneNumber] = []
      var last: TelephoneNumber?
      repeat {
        let page = inventory.numbers(of: organization, after: last, limit: 333)
        listed += page.numbers.map(\.number)
        last = page.last
      } while last != nil
      if listed != owned { differs("the list of \(organization)") }
    }
    if inventory.callerIDs != model.callerIDs { differs("the caller ids") }
    if !model.wrongSteps.isEmpty { differs("steps that the table forbids: \(model.wrongSteps.prefix(3))") }
  }
}
