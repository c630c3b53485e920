import Telephony

/// Numbers that are not in the stock to sell, and share all that is known of them: the numbers of an order, a block, or
/// what was carved out of them by a later change.
public struct NumberRecord: Hashable, Sendable {
  /// Rises with every record of this inventory.
  public let id: Int64
  /// The numbers.
  public var numbers: NumberSet
  /// What is known of each.
  public var standing: NumberStanding

  /// Names everything.
  public init(id: Int64, numbers: NumberSet, standing: NumberStanding) {
    (self.id, self.numbers, self.standing) = (id, numbers, standing)
  }
}

/// What is known of a number that is not for sale.
public struct NumberStanding: Hashable, Sendable {
  /// Where it stands.
  public var state: NumberState
  /// Since when.
  public var since: Instant
  /// Id of the organization that has it, or had it last; empty when there is none.
  public var organization: String
  /// Name of the location; empty when there is none.
  public var location: String
  /// The order, or port order, that brought it.
  public var order: OrderName
  /// What it is used as.
  public var usage = NumberUsage.standard
  /// Who uses it.
  public var assignee: Assignee?
  /// Whether it is the main number of its location.
  public var isMainNumber = false
  /// The block that it was ordered with, which is released only as a whole (`BLOCK_MEMBER`).
  public var block: NumberRange?

  /// Names what every number has; the rest is as after an order of single standard numbers.
  public init(state: NumberState, since: Instant, organization: String, location: String, order: OrderName) {
    self.state = state
    self.since = since
    self.organization = organization
    self.location = location
    self.order = order
  }

  /// The same in another state, used by nobody.
  func becoming(_ state: NumberState, at now: Instant) -> NumberStanding {
    var copy = self
    (copy.state, copy.since) = (state, now)
    (copy.usage, copy.assignee, copy.isMainNumber) = (.standard, nil, false)
    return copy
  }
}

/// What a number of a location is used as (domain.md section 1). The values are those of the API's enum.
public enum NumberUsage: UInt8, Hashable, Sendable {
  /// For anybody.
  case standard = 1
  /// For site services; takes hundreds of calls at once and needs a licence.
  case service = 2
}

/// Who uses a number.
public struct Assignee: Hashable, Sendable {
  /// Kinds of users. The values are those of the API's enum.
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    /// A person.
    case user = 1
    /// A workspace.
    case workspace = 2
    /// A site service.
    case autoAttendant = 3
    /// A site service.
    case callQueue = 4
    /// A site service.
    case contactCenter = 5

    /// Whether it is a site service, which alone gets service numbers (domain.md section 3).
    public var isSiteService: Bool { self != .user && self != .workspace }
  }

  /// Its kind.
  public let kind: Kind
  /// Its id in the organization.
  public let id: String

  /// Nil when the id has not the form of one.
  public init?(kind: Kind, id: String) {
    guard ResourceName.isID(id) else { return nil }
    (self.kind, self.id) = (kind, id)
  }
}

/// A user or workspace of an organization, who shows a number when calling.
public struct CallerIdentity: Hashable, Sendable {
  /// Id of the organization.
  public let organization: String
  /// The user or workspace.
  public let caller: Assignee

  /// Names a caller.
  public init(organization: String, caller: Assignee) {
    (self.organization, self.caller) = (organization, caller)
  }
}
