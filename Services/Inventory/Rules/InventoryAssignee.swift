import Telephony

extension Inventory {
  /// Gives a number in service to somebody, or takes it back. A service number is for site services only
  /// (domain.md section 3).
  public mutating func setAssignee(
    of number: TelephoneNumber,
    to assignee: Assignee?,
    organization: String
  ) throws(Refusal) -> Decision<[TelephoneNumber]> {
    let standing = try ownInService(number, organization)
    if let assignee, let taken = standing.assignee, taken != assignee {
      throw .oneNumber(.inUse)
    }
    if let assignee, standing.usage == .service, !assignee.kind.isSiteService {
      throw .oneNumber(.siteServicesOnly)
    }
    guard standing.assignee != assignee else { return Decision(answer: [number], changes: [], events: []) }
    var changes = alter([number]) { standing in
      var changed = standing
      changed.assignee = assignee
      return changed
    }
    if let before = standing.assignee {
      changes += endShowing(number, by: CallerIdentity(organization: organization, caller: before))
    }
    let event = InventoryEvent.assigneeChanged(
      location: standing.location,
      number: number,
      assignee: assignee
    )
    return Decision(answer: [number], changes: changes, events: [event])
  }

  /// Makes a number of a location its main number, instead of the one that was; nil for none. Both standard and service
  /// numbers can be.
  public mutating func setMainNumber(
    _ number: TelephoneNumber?,
    of location: ResourceName
  ) throws(Refusal) -> Decision<[TelephoneNumber]> {
    if let number {
      guard try ownInService(number, location.organization).location == location.text else {
        throw .oneNumber(.notOfLocation)
      }
    }
    let before = mainNumbers[location.text]
    let answer = [number ?? before].compactMap(\.self)
    guard before != number else { return Decision(answer: answer, changes: [], events: []) }
    var changes: [Change] = []
    for (number, isMain) in [(before, false), (number, true)] {
      guard let number else { continue }
      changes += alter([number]) { standing in
        var changed = standing
        changed.isMainNumber = isMain
        return changed
      }
    }
    // Anybody may have shown the number that was the main one: this is rare enough to go over all of them.
    for (identity, shown) in callerIDs where shown == before { changes += endShowing(shown, by: identity) }
    return Decision(answer: answer, changes: changes, events: [])
  }

  /// Says which number a user or workspace shows: its own, a service number, or a main number (domain.md section 3).
  public mutating func setCallerID(
    of identity: CallerIdentity,
    to number: TelephoneNumber?
  ) throws(Refusal) -> Decision<TelephoneNumber?> {
    guard !identity.caller.kind.isSiteService else {
      throw Refusal(violations: [NumberProblem.callersOnly.violation("caller.kind")])
    }
    if let number {
      let standing = try ownInService(number, identity.organization)
      guard Self.mayShow(standing, identity) else { throw .oneNumber(.callerIDNotAllowed) }
    }
    let before = callerIDs[identity]
    guard before != number else { return Decision(answer: number, changes: [], events: []) }
    let change = Change.callerID(identity, before: before, after: number)
    apply(change)
    return Decision(answer: number, changes: [change], events: [])
  }

  private static func mayShow(_ standing: NumberStanding, _ identity: CallerIdentity) -> Bool {
    standing.assignee == identity.caller || standing.usage == .service || standing.isMainNumber
  }

  /// Whoever showed a number and may do so no more shows its own again: otherwise a call would name somebody else.
  private mutating func endShowing(_ number: TelephoneNumber, by identity: CallerIdentity) -> [Change] {
    guard callerIDs[identity] == number, let standing = record(of: number)?.standing,
      !Self.mayShow(standing, identity)
    else { return [] }
    let change = Change.callerID(identity, before: number, after: nil)
    apply(change)
    return [change]
  }

  /// The number that a user or workspace shows.
  public func callerID(of identity: CallerIdentity) -> TelephoneNumber? { callerIDs[identity] }

  private func ownInService(
    _ number: TelephoneNumber,
    _ organization: String
  ) throws(Refusal) -> NumberStanding {
    guard let standing = record(of: number)?.standing, standing.organization == organization,
      standing.state.isInService
    else { throw .oneNumber(.notFound) }
    return standing
  }
}

extension Refusal {
  fileprivate static func oneNumber(_ problem: NumberProblem) -> Refusal {
    Refusal(.precondition, violations: [problem.violation("phone_number")])
  }
}

extension NumberProblem {
  fileprivate static let siteServicesOnly = NumberProblem(
    reason: "SERVICE_NUMBER_ASSIGNEE",
    description:
      "A service number is for auto attendants, call queues and contact centers. Choose one of them."
  )
  fileprivate static let notOfLocation = NumberProblem(
    reason: "MAIN_NUMBER_NOT_ALLOWED",
    description: "It belongs to another location. Choose a number of this one, or move it here first."
  )
  fileprivate static let callerIDNotAllowed = NumberProblem(
    reason: "CALLER_ID_NOT_ALLOWED",
    description: "Give the caller's own number, a service number, or the main number of a location."
  )
  fileprivate static let callersOnly = NumberProblem(
    reason: "CALLER_ID_NOT_ALLOWED",
    description: "Only users and workspaces choose what they show. Give USER or WORKSPACE."
  )
}
