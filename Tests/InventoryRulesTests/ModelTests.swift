import Telephony
import Testing

@testable import InventoryRules

/// What Inventory must be, said with sets.
private struct Model {
  struct Held {
    var organization: String
    var numbers: [TelephoneNumber]
    var expireTime: Instant?
    var order: String?
  }

  var available: Set<TelephoneNumber>
  var held: [Int64: Held] = [:]
  var assigned: Set<TelephoneNumber> = []
  /// The keys of `held`, perhaps with some that are gone, to choose one at random.
  var ids: [Int64] = []

  mutating func expire(now: Instant) {
    for (id, lease) in held where lease.expireTime.map({ $0 <= now }) ?? false { give(id, lease) }
  }

  mutating func give(_ id: Int64, _ lease: Held) {
    available.formUnion(lease.numbers)
    held[id] = nil
  }

  mutating func randomID(_ random: inout SeededGenerator) -> Int64? {
    while let position = ids.indices.randomElement(using: &random) {
      if held[ids[position]] != nil { return ids[position] }
      ids.swapAt(position, ids.count - 1)
      ids.removeLast()
    }
    return nil
  }

  func heldBy(_ organization: String) -> Int {
    held.values.filter { $0.organization == organization }.reduce(0) { $0 + $1.numbers.count }
  }
}

@Suite struct ModelTests {
  static let organizations = ["acme", "bravo", "coda"]

  @Test(arguments: [UInt64.random(in: 0...UInt64.max)])
  func behavesLikeSets(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    var limits = ReservationLimits()
    limits.numbersHeldPerOrganization = 3_000
    var inventory = Inventory.stocked([.test("+12015550000")], limits: limits)
    var model = Model(available: Set(inventory.stock.blocks[0].block.all))
    var now = Instant.start
    for step in 0..<20_000 {
      now = now + .milliseconds(Int.random(in: 0...2_000, using: &random))
      try perform(&inventory, &model, now, &random)
      if step % 5_000 == 0 { try compare(inventory, model, "seed \(seed), step \(step)") }
    }
    try compare(inventory, model, "seed \(seed), at the end")
    #expect(!model.assigned.isEmpty, "seed \(seed)")
  }

  private func perform(
    _ inventory: inout Inventory,
    _ model: inout Model,
    _ now: Instant,
    _ random: inout SeededGenerator
  ) throws {
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<11: try reserve(&inventory, &model, now, &random)
    case 11, 12:
      _ = inventory.expire(now: now, limit: .max)
      model.expire(now: now)
    case 13...17: try release(&inventory, &model, now, &random)
    default: try order(&inventory, &model, now, &random)
    }
  }

  private func reserve(
    _ inventory: inout Inventory,
    _ model: inout Model,
    _ now: Instant,
    _ random: inout SeededGenerator
  ) throws {
    let command = command(&random)
    // Both take what is over only when they need it; sweeping first makes that the same.
    _ = inventory.expire(now: now, limit: .max)
    model.expire(now: now)
    guard let decision = try? inventory.reserve(command, now: now) else {
      // Looking for runs in a set takes long.
      if Int.random(in: 0..<20, using: &random) == 0 { expectRefusalWasRight(command, model) }
      return
    }
    let numbers = Array(decision.answer.numbers)
    #expect(model.available.isSuperset(of: numbers))
    #expect(Set(numbers).count == numbers.count)
    if case .block(_, let size) = command.selection {
      #expect(numbers.count == size)
      #expect(numbers.last!.digits - numbers[0].digits == UInt64(size - 1))
    }
    if Int.random(in: 0..<10, using: &random) == 0 {
      inventory.revert(decision.changes)
      #expect(numbers.allSatisfy { inventory.stock.isAvailable($0) })
      return
    }
    model.available.subtract(numbers)
    model.ids.append(decision.answer.id)
    model.held[decision.answer.id] = .init(
      organization: command.organization,
      numbers: numbers,
      expireTime: decision.answer.expireTime
    )
  }

  private func command(_ random: inout SeededGenerator) -> ReserveCommand {
    let selection: ReserveCommand.Selection =
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<4: .quantity(.us, count: Int.random(in: 1...20, using: &random))
      case 4..<7: .block(.us, size: [10, 50, 100].randomElement(using: &random)!)
      default:
        .specific(
          Set((0..<3).map { _ in UInt64.random(in: 12_015_550_000..<12_015_560_000, using: &random) })
            .sorted().compactMap { TelephoneNumber(digits: $0) }
        )
      }
    let organization = Self.organizations.randomElement(using: &random)!
    return ReserveCommand(organization: organization, selection: selection)
  }

  private func expectRefusalWasRight(_ command: ReserveCommand, _ model: Model) {
    let held = model.heldBy(command.organization)
    switch command.selection {
    case .specific(let numbers):
      #expect(!model.available.isSuperset(of: numbers) || held + numbers.count > 3_000)
    case .quantity(_, let count): #expect(model.available.count < count || held + count > 3_000)
    case .block(_, let size):
      guard held + size <= 3_000 else { return }
      let digits = model.available.map(\.digits).sorted()
      var length = 0
      for position in digits.indices {
        let follows = position > 0 && digits[position] == digits[position - 1] + 1
        length = follows ? length + 1 : 1
        #expect(length < size)
        if length >= size { return }
      }
    }
  }

  private func release(
    _ inventory: inout Inventory,
    _ model: inout Model,
    _ now: Instant,
    _ random: inout SeededGenerator
  ) throws {
    guard let id = model.randomID(&random), let lease = model.held[id] else {
      return
    }
    guard let decision = try? inventory.release(id, organization: lease.organization, now: now) else {
      #expect(lease.order != nil)
      return
    }
    if Bool.random(using: &random) { return inventory.revert(decision.changes) }
    model.give(id, lease)
  }

  private func order(
    _ inventory: inout Inventory,
    _ model: inout Model,
    _ now: Instant,
    _ random: inout SeededGenerator
  ) throws {
    guard let id = model.randomID(&random), var lease = model.held[id],
      lease.order == nil, lease.expireTime! > now, let reservation = inventory.reservation(id)
    else { return }
    let text = "organizations/\(lease.organization)/orders/o\(id)"
    let order = try ResourceName(text, pattern: "organizations/*/orders/*", field: "order")
    _ = try inventory.holdForOrder(id, fencingToken: reservation.fencingToken, order: order, now: now)
    lease.order = text
    lease.expireTime = nil
    model.held[id] = lease
    switch Int.random(in: 0..<8, using: &random) {
    case 0:
      let location = try ResourceName(
        "organizations/\(lease.organization)/locations/hq",
        pattern: "organizations/*/locations/*",
        field: "l"
      )
      let decision = try inventory.assign(order: order, location: location, now: now)
      if Bool.random(using: &random) { return inventory.revert(decision.changes) }
      model.held[id] = nil
      model.assigned.formUnion(decision.answer)
    case 1...6:
      #expect(inventory.releaseHold(order: order, now: now).answer == lease.numbers)
      model.give(id, lease)
    default: break
    }
  }

  private func compare(_ inventory: Inventory, _ model: Model, _ when: String) throws {
    let held = Set(model.held.values.flatMap(\.numbers))
    for number in inventory.stock.blocks[0].block.all {
      let expected: NumberState =
        model.available.contains(number) ? .available : held.contains(number) ? .reserved : .assigned
      let state = try inventory.view(number, for: .suite).state
      if state != expected { Issue.record("\(when): \(number) is \(state), not \(expected)") }
    }
    #expect(try inventory.stock.count(.us).counts.available == model.available.count, "\(when)")
    for organization in Self.organizations {
      #expect(inventory.heldNumbers(of: organization) == model.heldBy(organization), "\(when)")
    }
  }
}

extension NumberBlock {
  fileprivate var all: [TelephoneNumber] { (0..<Self.size).map { number(at: $0) } }
}
