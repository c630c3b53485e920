import Telephony

/// Everything that Inventory knows, and what may happen to it. It asks no clock and does no I/O: commands are given
/// the time, change the state, and return what changed so that it can be stored, or taken back.
public struct Inventory: Sendable {
  /// How long and how much may be reserved.
  public let limits: ReservationLimits
  /// The blocks and which of their numbers are available.
  public internal(set) var stock = StockIndex()
  private(set) var reservations = RecordTable<Reservation>()
  var records = RecordTable<NumberRecord>()
  var owners = NumberTable()
  var organizations: [String: Holdings] = [:]
  private(set) var orderHolds: [String: Set<Int64>] = [:]
  var orderRecords = OrderIndex()
  /// The main number of each location that has one.
  var mainNumbers: [String: TelephoneNumber] = [:]
  var callerIDs: [CallerIdentity: TelephoneNumber] = [:]
  /// How many callers show a number.
  var callersShowing: [TelephoneNumber: Int] = [:]
  /// When reservations, and records by their negated ids, are due.
  var expiries = ExpiryHeap()
  private var lastReservationID: Int64 = 0
  var lastRecordID: Int64 = 0
  private var lastFencingToken: Int64 = 0

  /// An inventory without stock.
  public init(limits: ReservationLimits = ReservationLimits()) { self.limits = limits }

  /// What has a number that is not available.
  enum Owner {
    case reservation(Reservation)
    case record(NumberRecord)

    /// Id of the organization that has the number; empty when none does.
    var organization: String {
      switch self {
      case .reservation(let reservation): reservation.organization
      case .record(let record): record.standing.organization
      }
    }
  }

  /// What an organization has.
  struct Holdings: Sendable {
    var heldNumbers = 0
    /// Ids of the reservations that hold numbers.
    var reservations: Set<Int64> = []
    /// The numbers that have records.
    var numbers = SortedNumbers()

    var isEmpty: Bool { reservations.isEmpty && numbers.isEmpty }

    mutating func add(_ reservation: Reservation) {
      heldNumbers += reservation.numbers.count
      reservations.insert(reservation.id)
    }

    mutating func remove(_ reservation: Reservation) {
      heldNumbers -= reservation.numbers.count
      reservations.remove(reservation.id)
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
    key > 0 ? reservations[key].map(Owner.reservation) : records[-key].map(Owner.record)
  }

  /// The newest reservation's number.
  public var newestReservationID: Int64 { lastReservationID }

  func reservations(heldBy order: String) -> [Reservation] {
    (orderHolds[order] ?? []).sorted().compactMap { reservations[$0] }
  }

  func records(of order: OrderName) -> [NumberRecord] {
    orderRecords.ids(order).sorted().compactMap { records[$0] }.filter { $0.standing.order == order }
  }

  func record(of number: TelephoneNumber) -> NumberRecord? {
    guard let key = owners[number.digits], key < 0 else { return nil }
    return records[-key]
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

  mutating func nextRecordID() -> Int64 {
    lastRecordID += 1
    return lastRecordID
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
    case .record(let before, let after): replace(before, with: after)
    case .callerID(let identity, let before, let after): show(identity, before, after)
    case .block(let block):
      stock.add(block)
      withhold(block.block)
    }
  }

  /// Takes changes back that were applied, the last one first.
  public mutating func revert(_ changes: [Change]) {
    for change in changes.reversed() {
      switch change {
      case .reservation(let before, let after): replace(after, with: before)
      case .record(let before, let after): replace(after, with: before)
      case .callerID(let identity, let before, let after): show(identity, after, before)
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

  mutating func own(_ numbers: NumberSet, by owner: Int64) {
    numbers.forEachRun { stock.set(false, $0) }
    for number in numbers { owners[number.digits] = owner }
  }

  /// Keeps numbers of a new block from being sold that somebody has already, because they were ported in before.
  private mutating func withhold(_ block: NumberBlock) {
    guard owners.count > 0 else { return }
    for offset in 0..<NumberBlock.size where owners[block.number(at: offset).digits] != nil {
      if let range = NumberRange(first: block.number(at: offset), count: 1) { stock.set(false, range) }
    }
  }

  private mutating func letGo(_ reservation: Reservation, keepsNumbers: Bool) {
    for number in reservation.numbers { owners[number.digits] = nil }
    if !keepsNumbers { reservation.numbers.forEachRun { stock.set(true, $0) } }
    organizations[reservation.organization]?.remove(reservation)
    forgetOrganizationWithNothing(reservation.organization)
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

  mutating func forgetOrganizationWithNothing(_ organization: String) {
    if organizations[organization]?.isEmpty == true { organizations[organization] = nil }
  }
}
