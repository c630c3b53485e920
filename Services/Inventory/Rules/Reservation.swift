import Telephony

/// Numbers held for one organization (domain.md section 3).
public struct Reservation: Hashable, Sendable {
  /// Where it stands. The values are those of the API's enum.
  public enum State: UInt8, Hashable, Sendable {
    /// Held until its lease ends.
    case active = 1
    /// Held by an order, without expiry.
    case heldByOrder = 2
    /// Its numbers were assigned.
    case consumed = 3
    /// Given back.
    case released = 4
    /// Its lease ran out.
    case expired = 5
  }

  /// Rises with every reservation of this inventory.
  public let id: Int64
  /// Its resource name. Kept, because making it again for the answer and the event costs as much as the rest of both.
  public let name: String
  /// Id of the organization it is for.
  public let organization: String
  /// The numbers.
  public let numbers: NumberSet
  /// Whether they are one block, which stays together.
  public let isBlock: Bool
  /// When it began.
  public let beginTime: Instant
  /// Where it stands.
  public var state: State
  /// An order must present it; it changes when the numbers change hands.
  public var fencingToken: Int64
  /// When the lease ends; once it is over, when it ended.
  public var expireTime: Instant
  /// The name of the order that holds or got the numbers; empty when there is none.
  public var order: String

  /// Names everything; for reading it back.
  public init(
    id: Int64,
    organization: String,
    numbers: NumberSet,
    isBlock: Bool,
    beginTime: Instant,
    state: State,
    fencingToken: Int64,
    expireTime: Instant,
    order: String
  ) {
    self.id = id
    name = "organizations/\(organization)/reservations/\(id)"
    self.organization = organization
    self.numbers = numbers
    self.isBlock = isBlock
    self.beginTime = beginTime
    self.state = state
    self.fencingToken = fencingToken
    self.expireTime = expireTime
    self.order = order
  }

  /// Whether its numbers are kept for it.
  public var isHolding: Bool { state == .active || state == .heldByOrder }

  /// As it stands at a time: a lease that is over and was not swept yet has expired.
  public func asOf(_ now: Instant) -> Reservation {
    state == .active && expireTime <= now ? ended(.expired, at: expireTime) : self
  }

  /// When it can no longer be read, once it is over.
  func forgetTime(_ limits: ReservationLimits) -> Instant {
    Instant(milliseconds: expireTime.milliseconds + limits.endedRetentionMilliseconds)
  }

  /// The same in another state at a time.
  func ended(_ state: State, at time: Instant) -> Reservation {
    var copy = self
    copy.state = state
    copy.expireTime = time
    return copy
  }
}

/// How long and how much may be reserved (domain.md section 3).
public struct ReservationLimits: Hashable, Sendable {
  /// How long a lease lasts from its last use.
  public var leaseMilliseconds: Int64 = 15 * 60_000
  /// How long it lasts at most from its beginning.
  public var longestLeaseMilliseconds: Int64 = 120 * 60_000
  /// Most numbers held for one organization.
  public var numbersHeldPerOrganization = 1_000
  /// Most numbers of one reservation that are named or counted.
  public var numbersPerReservation = 100
  /// How long a reservation that is over can still be read.
  public var endedRetentionMilliseconds: Int64 = 60 * 60_000
  /// How long a number rests after its release (domain.md section 3, D).
  public var agingMilliseconds: Int64 = 90 * 86_400_000

  /// The limits of domain.md; a reservation that is over can be read for an hour.
  public init() {}

  func leaseEnd(begin: Instant, now: Instant) -> Instant {
    Instant(
      milliseconds: min(now.milliseconds + leaseMilliseconds, begin.milliseconds + longestLeaseMilliseconds)
    )
  }
}
