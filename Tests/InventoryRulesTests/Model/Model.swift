import Telephony

@testable import InventoryRules

/// What the inventory must be, said with dictionaries and nothing clever.
struct Model {
  /// A number that is not available; what is not here is available when it is in stock, else unknown.
  struct Number: Equatable {
    var state: NumberState
    var organization = ""
    var location = ""
    var order = ""
    var usage = NumberUsage.standard
    var assignee: Assignee?
    var isMain = false
    var block: NumberRange?
    var restsUntil: Instant?
    /// What holds it while it is reserved.
    var reservation: Int64 = 0
  }

  struct Lease: Equatable {
    var organization: String
    var numbers: [TelephoneNumber]
    var isBlock: Bool
    var begin: Instant
    var end: Instant?
    var order = ""
    var token: Int64
  }

  let stock: [TelephoneNumber]
  let foreign: [TelephoneNumber]
  var limits: ReservationLimits
  var numbers: [TelephoneNumber: Number] = [:]
  var leases: [Int64: Lease] = [:]
  var held: [String: Int] = [:]
  /// The keys of `leases`, perhaps with some that are gone, to choose one at random.
  var leaseIDs: [Int64] = []
  /// Numbers that rest, in the order in which they end to.
  var resting: [(number: TelephoneNumber, until: Instant)] = []
  var mainNumbers: [String: TelephoneNumber] = [:]
  var unavailable = 0
  /// What each order got.
  var orders: [String: [TelephoneNumber]] = [:]
  var callerIDs: [CallerIdentity: TelephoneNumber] = [:]
  /// Steps that led where the table says they do not.
  var wrongSteps: [String] = []
  var stepCounts: [NumberStep: Int] = [:]

  func isStock(_ number: TelephoneNumber) -> Bool { number.digits / 10_000 == stock[0].digits / 10_000 }

  func isAvailable(_ number: TelephoneNumber) -> Bool { isStock(number) && numbers[number] == nil }

  var availableCount: Int { stock.count - unavailable }

  func isInUse(_ number: TelephoneNumber) -> Bool {
    numbers[number]?.assignee != nil || numbers[number]?.isMain == true || callerIDs.values.contains(number)
  }

  /// Takes a number from those who show it and may do so no more.
  mutating func endShowing(_ number: TelephoneNumber) {
    guard let known = numbers[number], known.usage != .service, !known.isMain else { return }
    for (identity, shown) in callerIDs where shown == number && known.assignee != identity.caller {
      callerIDs[identity] = nil
    }
  }

  func inService(_ number: TelephoneNumber, _ organization: String) -> Bool {
    guard let known = numbers[number] else { return false }
    return known.organization == organization && (known.state == .assigned || known.state == .portedIn)
  }

  /// Whether the rest of its block is named, too.
  func isWhole(_ number: TelephoneNumber, in named: Set<TelephoneNumber>) -> Bool {
    guard let known = numbers[number], let block = known.block else { return true }
    return block.allSatisfy { other in
      named.contains(other) || numbers[other]?.block != block || numbers[other]?.state != known.state
        || numbers[other]?.organization != known.organization
    }
  }

  mutating func put(_ number: TelephoneNumber, _ step: NumberStep, _ after: Number?) {
    let from = numbers[number]?.state ?? (isStock(number) ? .available : nil)
    let to = after?.state ?? (isStock(number) ? .available : nil)
    let origin: NumberTransition.Origin = isStock(number) ? .stock : .foreign
    if NumberTransition.after(step, from: from, origin)?.to != to
      || NumberTransition.after(step, from: from, origin) == nil
    {
      wrongSteps.append("\(step): \(from?.name ?? "-") to \(to?.name ?? "-")")
    }
    stepCounts[step, default: 0] += 1
    if isStock(number) { unavailable += (after == nil ? 0 : 1) - (numbers[number] == nil ? 0 : 1) }
    if let until = after?.restsUntil { resting.append((number, until)) }
    numbers[number] = after
  }

  mutating func take(_ reservation: Reservation) {
    leases[reservation.id] = Lease(
      organization: reservation.organization,
      numbers: Array(reservation.numbers),
      isBlock: reservation.isBlock,
      begin: reservation.beginTime,
      end: reservation.expireTime,
      token: reservation.fencingToken
    )
    leaseIDs.append(reservation.id)
    held[reservation.organization, default: 0] += reservation.numbers.count
    for number in reservation.numbers {
      put(number, .reserve, Number(state: .reserved, reservation: reservation.id))
    }
  }

  mutating func drop(_ id: Int64) -> Lease? {
    guard let lease = leases.removeValue(forKey: id) else { return nil }
    held[lease.organization, default: 0] -= lease.numbers.count
    return lease
  }

  mutating func giveBack(_ id: Int64) {
    for number in drop(id)?.numbers ?? [] { put(number, .giveBack, nil) }
  }

  mutating func assign(_ id: Int64, to location: String, _ usage: NumberUsage) {
    guard let lease = drop(id) else { return }
    orders[lease.order] = lease.numbers
    for number in lease.numbers {
      var known = Number(
        state: .assigned,
        organization: lease.organization,
        location: location,
        order: lease.order
      )
      known.usage = usage
      known.block = lease.isBlock ? NumberRange(first: lease.numbers[0], count: lease.numbers.count) : nil
      put(number, .assign, known)
    }
  }

  mutating func pass(to now: Instant) {
    for (id, lease) in leases where lease.end.map({ $0 <= now }) ?? false { giveBack(id) }
    let rested = resting.prefix { $0.until <= now }.map(\.number)
    resting.removeFirst(rested.count)
    for number in rested { put(number, .endAging, nil) }
  }

  mutating func leave(
    _ number: TelephoneNumber,
    _ step: NumberStep,
    _ state: NumberState?,
    until: Instant? = nil
  ) {
    guard let state, var known = numbers[number] else { return put(number, step, nil) }
    (known.state, known.usage, known.assignee, known.isMain, known.restsUntil) = (
      state, .standard, nil, false, until
    )
    put(number, step, known)
  }
}
