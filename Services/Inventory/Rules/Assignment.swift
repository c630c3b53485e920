import Telephony

/// Numbers that belong to a location: a single one, or a block, which is one thing for ever (domain.md section 3).
public struct Assignment: Hashable, Sendable {
  /// Rises with every assignment of this inventory.
  public let id: Int64
  /// Id of the organization.
  public let organization: String
  /// The numbers.
  public let numbers: NumberSet
  /// Whether they were ordered as a block and are released only as a whole (`BLOCK_MEMBER`).
  public let isBlock: Bool
  /// Name of the location.
  public var location: String
  /// Name of the order that got them.
  public let order: String
  /// Where the numbers stand.
  public var state: NumberState
  /// When they were assigned.
  public let createTime: Instant

  /// Names everything; for reading it back.
  public init(
    id: Int64,
    organization: String,
    numbers: NumberSet,
    isBlock: Bool,
    location: String,
    order: String,
    state: NumberState,
    createTime: Instant
  ) {
    self.id = id
    self.organization = organization
    self.numbers = numbers
    self.isBlock = isBlock
    self.location = location
    self.order = order
    self.state = state
    self.createTime = createTime
  }
}
