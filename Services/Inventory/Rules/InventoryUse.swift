import Telephony

extension Refusal {
  /// The catalog does not know the location of a request, as far as is known here.
  public static var unknownLocation: Refusal {
    Refusal(.precondition, violations: [NumberProblem.locationNotFound.violation("location")])
  }
}

extension Inventory {
  /// The locations that numbers of an organization belong to, for finding out what may be done there.
  public func locations(of numbers: [TelephoneNumber], organization: String) -> Set<String> {
    Set(
      numbers.compactMap { number in
        guard let standing = record(of: number)?.standing, standing.organization == organization else {
          return nil
        }
        return standing.location
      }
    )
  }

  /// Moves numbers in service that nobody uses to another location of the organization.
  ///
  /// - Parameter access: what is known of that location.
  public mutating func move(
    _ numbers: [TelephoneNumber],
    to location: ResourceName,
    access: ServiceNumberAccess?,
    now: Instant
  ) throws(Refusal) -> Decision<[TelephoneNumber]> {
    guard let access else { throw .unknownLocation }
    guard access.location.connection == .callingPlan else {
      throw Refusal(.precondition, violations: [NumberProblem.callingPlanNotEnabled.violation("location")])
    }
    let all = Set(numbers)
    try checkOwn(numbers, of: location.organization) { number, standing in
      guard standing.state.isInService else { return .state(standing.state, .release) }
      if isInUse(number, standing) { return .inUse }
      if isTornFromBlock(standing, all) { return .blockMember }
      if type(of: number) == .tollFree {
        if !access.location.takesTollFree { return .tollFreeUnavailable }
      } else if country(of: number) != access.location.countryCode {
        return .otherCountry
      }
      return standing.usage == .service ? NumberProblem.service(access) : nil
    }
    let moving = numbers.filter { record(of: $0)?.standing.location != location.text }
    let changes = alter(moving) { standing in
      var moved = standing
      moved.location = location.text
      return moved
    }
    let event = InventoryEvent.assigned(location: location.text, order: "", numbers: moving)
    return Decision(answer: numbers, changes: changes, events: moving.isEmpty ? [] : [event])
  }

  /// Makes numbers that nobody uses standard or service numbers (domain.md section 3).
  ///
  /// - Parameter access: what is known of each location of ``locations(of:organization:)``.
  public mutating func changeUsage(
    _ numbers: [TelephoneNumber],
    to usage: NumberUsage,
    organization: String,
    access: [String: ServiceNumberAccess]
  ) throws(Refusal) -> Decision<[TelephoneNumber]> {
    try checkOwn(numbers, of: organization) { number, standing in
      guard standing.state.isInService else { return .state(standing.state, .release) }
      if standing.usage == usage { return nil }
      if isInUse(number, standing) { return .inUse }
      guard usage == .service else { return nil }
      return type(of: number).canBeService
        ? NumberProblem.service(access[standing.location]) : .noServiceType
    }
    let changing = numbers.filter { record(of: $0)?.standing.usage != usage }
    let changes = alter(changing) { standing in
      var changed = standing
      changed.usage = usage
      return changed
    }
    let byLocation = Dictionary(grouping: changing) { record(of: $0)?.standing.location ?? "" }
    let events = byLocation.sorted { $0.key < $1.key }.map { location, numbers in
      InventoryEvent.usageChanged(location: location, usage: usage, numbers: numbers)
    }
    return Decision(answer: numbers, changes: changes, events: events)
  }
}
