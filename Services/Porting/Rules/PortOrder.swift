import Telephony

/// An order to bring numbers over from other carriers; so far a draft that can be canceled (domain.md section 5).
public struct PortOrder: Hashable, Sendable {
  public enum State: Int, Hashable, Sendable, CaseIterable {
    /// Being filled in.
    case pending = 1
    /// Canceled.
    case canceled = 6
  }

  /// `organizations/{organization}/portOrders/{order}`.
  public let name: String
  /// Id of the organization.
  public let organization: String
  /// `organizations/{organization}/locations/{location}` that gets the numbers.
  public let location: String
  public let numbers: [NumberPortability]
  public private(set) var state: State
  public let createTime: Instant
  public private(set) var updateTime: Instant
  /// Rises by one with every change.
  public private(set) var version: Int64

  public init(
    name: String,
    organization: String,
    location: String,
    numbers: [NumberPortability],
    state: State,
    createTime: Instant,
    updateTime: Instant,
    version: Int64
  ) {
    self.name = name
    self.organization = organization
    self.location = location
    self.numbers = numbers
    self.state = state
    self.createTime = createTime
    self.updateTime = updateTime
    self.version = version
  }

  /// The order after somebody canceled it; the same when it is canceled already.
  public func canceled(now: Instant) -> PortOrder {
    guard state != .canceled else { return self }
    var order = self
    order.state = .canceled
    order.updateTime = now
    order.version += 1
    return order
  }
}

extension PortOrder {
  private var unportableCount: Int { numbers.count { $0.answer == .notPortable } }

  /// What its state means.
  public var meaning: String {
    switch state {
    case .canceled: "The port order was canceled. Its numbers stay where they are."
    case .pending where unportableCount == 0: "A draft; nothing was sent to the losing carrier yet."
    case .pending:
      "A draft; nothing was sent to the losing carrier yet. \(unportableCount) of \(numbers.count) numbers cannot "
        + "be ported: see the reason and fix of each."
    }
  }

  /// Who must act next; empty for nobody.
  public var nextActor: String {
    switch state {
    case .pending: "customer administrator or partner"
    case .canceled: ""
    }
  }
}
