import Telephony

/// Everything that Inventory knows, and what may happen to it. It asks no clock and does no I/O: commands are given
/// the time, change the state, and return what changed so that it can be stored, or taken back.
public struct Inventory: Sendable {
  /// How long and how much may be reserved.
  public let limits: ReservationLimits
  /// The blocks and which of their numbers are available.
  public internal(set) var stock = StockIndex()
  private(set) var reservations = RecordTable<Reservation>()
  private(set) var assignments = RecordTable<Assignment>()
  private var owners = NumberTable()
  private(set) var organizations: [String: Holdings] = [:]
  private(set) var orderHolds: [String: Set<Int64>] = [:]
  private(set) var orderAssignments: [String: Set<Int64>] = [:]
  var expiries = ExpiryHeap()
  private var lastReservationID: Int64 = 0
  private var lastAssignmentID: Int64 = 0
  private var lastFencingToken: Int64 = 0

  /// An inventory without stock.
  public init(limits: ReservationLimits = ReservationLimits()) { self.limits = limits }

  /// What has a number that is not available.
  enum Owner {
    case reservation(Reservation)
    case assignment(Assignment)
  }

  /// What an organization has: reservations by their ids, assignments by their negated ids.
  struct Holdings: Sendable {
    var heldNumbers = 0
    var owners: Set<Int64> = []

    mutating func add(_ reservation: Reservation) {
      heldNumbers += reservation.numbers.count
      owners.insert(reservation.id)
    }

    /// Returns whether nothing is left.
    mutating func remove(_ reservation: Reservation) -> Bool {
      heldNumbers -= reservation.numbers.count
      owners.remove(reservation.id)
      return owners.isEmpty
    }
  }
}

// MARK: - Reading
extension Inventory {
  /// A reservation, also one that was over lately.
  public func reservation(_ id: Int64) -> Reservation? { reservations[id] }

  /// How many numbers are held for an organization.
  public func heldNumbers(of organization: String) -> Int { organizations[organization]?.heldNumbers ?? 0 }

  /// How many reservations are remembered.
  public var reservationCount: Int { reservations.count }

  /// When something is due next: a lease ends or an old reservation can be forgotten.
  public var nextDueTime: Instant? { expiries.first?.time }

  func owner(of number: TelephoneNumber) -> Owner? { owners[number.digits].flatMap(owner) }

  func owner(_ key: Int64) -> Owner? {
    key > 0 ? reservations[key].map(Owner.reservation) : assignments[-key].map(Owner.assignment)
  }

  /// The newest reservation's number.
  public var newestReservationID: Int64 { lastReservationID }

  func reservations(heldBy order: String) -> [Reservation] {
    (orderHolds[order] ?? []).sorted().compactMap { reservations[$0] }
  }

  func assignments(of order: String) -> [Assignment] {
    (orderAssignments[order] ?? []).sorted().compactMap { assignments[$0] }
  }
}

// MARK: - Numbers of what is made next
extension Inventory {
  /// Makes sure that numbers of reservations and tokens that are forgotten by now are never given again.
  public mutating func resumeNumbering(afterReservation id: Int64, fencingToken: Int64) {
    lastReservationID = max(lastReservationID, id)
    lastFencingToken = max(lastFencingToken, fencingToken)
  }

  mutating func nextReservationID() -> Int64 {
    lastReservationID += 1
    return lastReservationID
  }

  mutating func nextAssignmentID() -> Int64 {
    lastAssignmentID += 1
    return lastAssignmentID
  }

  mutating func nextFencingToken() -> Int64 {
    lastFencingToken += 1
    return lastFencingToken
  }

  private mutating func note(_ reservation: Reservation) {
    lastReservationID = max(lastReservationID, reservation.id)
    lastFencingToken = max(lastFencingToken, reservation.fencingToken)
  }
}

// MARK: - Changing
extension Inventory {
  /// Applies a change; also how what was stored is loaded.
  public mutating func apply(_ change: Change) {
    switch change {
    case .reservation(let before, let after): replace(before, with: after)
    case .assignment(let assignment): add(assignment)
    case .block(let block): stock.add(block)
    }
  }

  /// Takes changes back that were applied, the last one first.
  public mutating func revert(_ changes: [Change]) {
    for change in changes.reversed() {
      switch change {
      case .reservation(let before, let after): replace(after, with: before)
      case .assignment(let assignment): remove(assignment)
      case .block: stock.removeLast()
      }
    }
  }

  private mutating func replace(_ before: Reservation?, with after: Reservation?) {
    guard let id = after?.id ?? before?.id else { return }
    reservations[id] = after
    if let before, before.isHolding { letGo(before, keepsNumbers: after?.state == .consumed) }
    if let after {
      note(after)
      if after.isHolding { hold(after) }
      expireLater(after)
    }
  }

  private mutating func hold(_ reservation: Reservation) {
    own(reservation.numbers, by: reservation.id)
    organizations[reservation.organization, default: Holdings()].add(reservation)
    if !reservation.order.isEmpty { orderHolds[reservation.order, default: []].insert(reservation.id) }
  }

  private mutating func own(_ numbers: NumberSet, by owner: Int64) {
    numbers.forEachRun { stock.set(false, $0) }
    for number in numbers { owners[number.digits] = owner }
  }

  private mutating func letGo(_ reservation: Reservation, keepsNumbers: Bool) {
    for number in reservation.numbers { owners[number.digits] = nil }
    if !keepsNumbers { reservation.numbers.forEachRun { stock.set(true, $0) } }
    if organizations[reservation.organization]?.remove(reservation) == true {
      organizations[reservation.organization] = nil
    }
    guard !reservation.order.isEmpty else { return }
    orderHolds[reservation.order]?.remove(reservation.id)
    if orderHolds[reservation.order]?.isEmpty == true { orderHolds[reservation.order] = nil }
  }

  private mutating func expireLater(_ reservation: Reservation) {
    switch reservation.state {
    case .heldByOrder: return
    case .active: expiries.push(.init(time: reservation.expireTime, reservation: reservation.id))
    case .consumed, .released, .expired:
      expiries.push(.init(time: reservation.forgetTime(limits), reservation: reservation.id))
    }
  }

  private mutating func add(_ assignment: Assignment) {
    lastAssignmentID = max(lastAssignmentID, assignment.id)
    assignments[assignment.id] = assignment
    own(assignment.numbers, by: -assignment.id)
    organizations[assignment.organization, default: Holdings()].owners.insert(-assignment.id)
    orderAssignments[assignment.order, default: []].insert(assignment.id)
  }

  // The reservation that it came from is put back next, and with it the bits.
  private mutating func remove(_ assignment: Assignment) {
    assignments[assignment.id] = nil
    for number in assignment.numbers { owners[number.digits] = nil }
    organizations[assignment.organization]?.owners.remove(-assignment.id)
    orderAssignments[assignment.order]?.remove(assignment.id)
    if orderAssignments[assignment.order]?.isEmpty == true { orderAssignments[assignment.order] = nil }
    if organizations[assignment.organization]?.owners.isEmpty == true {
      organizations[assignment.organization] = nil
    }
  }
}
