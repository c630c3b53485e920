import Telephony

@testable import InventoryRules

/// A generator whose numbers follow from its seed (SplitMix64), so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

extension Instant {
  static let start = Instant(rfc3339: "2026-11-23T05:00:00Z")!

  static func after(minutes: Int) -> Instant { start + .seconds(60 * minutes) }
}

extension StockBlock {
  static func test(
    _ first: String,
    country: String = "US",
    region: String = "NJ",
    city: String = "Jersey City",
    type: NumberType = .local
  ) -> StockBlock {
    try! StockBlock(
      firstPhoneNumber: first,
      countryCode: country,
      type: type,
      region: region,
      city: city,
      provider: ""
    )
  }
}

extension TelephoneNumber {
  static func test(_ text: String) -> TelephoneNumber { TelephoneNumber(e164: text)! }
}

extension NumberCriteria {
  static let us = NumberCriteria(countryCode: "US")
}

extension Inventory {
  static func stocked(_ blocks: [StockBlock], limits: ReservationLimits = ReservationLimits()) -> Inventory {
    var inventory = Inventory(limits: limits)
    for block in blocks { inventory.apply(.block(block)) }
    return inventory
  }

  static func small(limits: ReservationLimits = ReservationLimits()) -> Inventory {
    stocked(
      [
        .test("+12015550000"), .test("+12015560000", city: "Fort Lee"),
        .test("+12125550000", region: "NY", city: "New York"),
        .test("+14165550000", country: "CA", region: "ON", city: "Toronto"),
        .test("+18005550000", region: "", city: "", type: .tollFree),
      ],
      limits: limits
    )
  }

  mutating func take(
    _ selection: ReserveCommand.Selection,
    for organization: String = "acme",
    bestEffort: Bool = false,
    at now: Instant = .start
  ) throws -> Reservation {
    let command = ReserveCommand(organization: organization, selection: selection, bestEffort: bestEffort)
    return try reserve(command, now: now).answer
  }

  /// Everything that can be seen, for comparing states.
  func picture() -> [String] {
    let states = stock.blocks.flatMap { block in
      stride(from: 0, to: NumberBlock.size, by: 1).compactMap { offset -> String? in
        let number = block.block.number(at: offset)
        guard !stock.isAvailable(number) else { return nil }
        return (try? view(number, for: .suite)).map { "\($0.number) \($0.state) \($0.location) \($0.order)" }
      }
    }
    let held = organizations.keys.sorted().map { "\($0) \(heldNumbers(of: $0))" }
    let records = reservations.all.sorted { $0.id < $1.id }.map { "\($0)" }
    return states + held + records + stock.pool.counts.map { "\($0)" }
      + stock.groups.map { "\($0.blocksWithBrokenDecade) \($0.blocksWithLooseDecade) \($0.blocks)" }
  }
}
