import Telephony

@testable import InventoryRules

// MARK: - Reservations and orders
extension ModelRun {
  mutating func step() {
    now = now + .milliseconds(roll(0..<1_500))
    switch roll(0..<40) {
    case 0..<11: reserve()
    case 11..<14: endReservation()
    case 14: extend()
    case 15, 16: passTime()
    case 17..<25: order()
    case 25..<28: releaseNumbers()
    case 28, 29: moveOrChangeUsage()
    case 30..<32: setAssignee()
    case 32: setMainNumber()
    case 33: setCallerID()
    case 34, 35: blockOrUnblock()
    case 36, 37: portIn()
    case 38: portOut()
    default: takeBack()
    }
  }

  /// Both take what is over only when they need it; sweeping first makes that the same.
  mutating func passTime() {
    let now = now
    _ = inventory.expire(now: now, limit: .max)
    model.pass(to: now)
    commands += 1
    successes += 1
  }

  mutating func reserve() {
    let now = now
    _ = inventory.expire(now: now, limit: .max)
    model.pass(to: now)
    let organization = pick(Self.organizations)
    let room = 3_000 - (model.held[organization] ?? 0)
    let selection: ReserveCommand.Selection
    var expected: Bool?
    switch roll(0..<10) {
    case 0..<4:
      let count = roll(1..<21)
      selection = .quantity(.us, count: count)
      expected = model.availableCount >= count && count <= room
    case 4..<6:
      let size = pick([10, 50, 100])
      selection = .block(.us, size: size)
      // Looking for runs in a dictionary takes long.
      expected = size > room ? false : roll(0..<20) == 0 ? hasRun(of: size) : nil
    default:
      let numbers = Array(Set((0..<3).map { _ in pick(model.stock) })).sorted()
      selection = .specific(numbers)
      expected = numbers.allSatisfy(model.isAvailable) && numbers.count <= room
    }
    let command = ReserveCommand(organization: organization, selection: selection)
    run("reserve", expected, { inventory, now in try inventory.reserve(command, now: now) }) {
      model,
      reservation in
      model.take(reservation)
    }
  }

  private func hasRun(of size: Int) -> Bool {
    var length = 0
    for number in model.stock {
      length = model.isAvailable(number) ? length + 1 : 0
      if length == size { return true }
    }
    return false
  }

  private mutating func lease() -> (Int64, Model.Lease)? {
    while let position = model.leaseIDs.indices.randomElement(using: &random) {
      let id = model.leaseIDs[position]
      if let lease = model.leases[id] { return (id, lease) }
      model.leaseIDs.swapAt(position, model.leaseIDs.count - 1)
      model.leaseIDs.removeLast()
    }
    return nil
  }

  mutating func endReservation() {
    guard let (id, lease) = lease() else { return }
    let organization = roll(0..<10) == 0 ? "stranger" : lease.organization
    let isActive = lease.order.isEmpty
    run(
      "release reservation",
      organization == lease.organization && isActive,
      touching: lease.numbers,
      { inventory, now in try inventory.release(id, organization: organization, now: now) }
    ) { model, _ in model.giveBack(id) }
  }

  mutating func extend() {
    guard let (id, lease) = lease() else { return }
    let now = now
    let isActive = lease.order.isEmpty && lease.end.map { $0 > now } ?? false
    run(
      "extend",
      isActive,
      { inventory, now in try inventory.extend(id, organization: lease.organization, now: now) }
    ) { model, reservation in
      model.leases[id]?.end = max(lease.end ?? now, model.limits.leaseEnd(begin: lease.begin, now: now))
      if reservation.expireTime != model.leases[id]?.end { model.wrongSteps.append("extended wrongly") }
    }
  }

  mutating func order() {
    guard let (id, lease) = lease() else { return }
    if lease.order.isEmpty { return hold(id, lease) }
    let order = name("orders", lease.order)
    if roll(0..<4) == 0 {
      return run(
        "release hold",
        true,
        touching: lease.numbers,
        { inventory, now in inventory.releaseHold(order: order, now: now) }
      ) { model, _ in model.giveBack(id) }
    }
    let location = location(lease.organization)
    let (usage, access) = (roll(0..<4) == 0 ? NumberUsage.service : .standard, access())
    let expected = usage == .standard || access.location.hasServiceNumbers
    run(
      "assign",
      expected,
      touching: lease.numbers,
      { inventory, now in
        try inventory.assign(order: order, location: location, usage: usage, access: access, now: now)
      }
    ) { model, _ in model.assign(id, to: location.text, usage) }
  }

  private mutating func hold(_ id: Int64, _ lease: Model.Lease) {
    let order = name("orders", "organizations/\(lease.organization)/orders/o\(id)")
    let token = roll(0..<10) == 0 ? lease.token + 1 : lease.token
    let isActive = lease.end.map { $0 > now } ?? false
    run(
      "hold",
      isActive && token == lease.token,
      { inventory, now in try inventory.holdForOrder(id, fencingToken: token, order: order, now: now) }
    ) { model, reservation in
      model.leases[id]?.order = order.text
      model.leases[id]?.end = nil
      model.leases[id]?.token = reservation.fencingToken
    }
  }

  func name(_ collection: String, _ text: String) -> ResourceName {
    try! ResourceName(text, pattern: "organizations/*/\(collection)/*", field: "name")
  }

  mutating func location(_ organization: String) -> ResourceName {
    name("locations", "organizations/\(organization)/locations/\(pick(["hq", "branch"]))")
  }

  mutating func access() -> ServiceNumberAccess {
    ServiceNumberAccess(
      location: LocationFacts(
        countryCode: "US",
        connection: .callingPlan,
        hasServiceNumbers: roll(0..<4) > 0
      ),
      organization: OrganizationFacts(accountType: .paid, outboundCallingPlans: 1),
      isSupported: true
    )
  }
}

// MARK: - Numbers in service
extension ModelRun {
  /// A number that meets a condition, if one of many that are looked at does.
  private mutating func any(_ condition: (Model.Number) -> Bool) -> TelephoneNumber? {
    for _ in 0..<60 {
      let number = roll(0..<8) == 0 ? pick(model.foreign) : pick(model.stock)
      if let known = model.numbers[number], condition(known) { return number }
    }
    return nil
  }

  /// A few numbers of an organization, now and then with one that is not its own, and mostly whole blocks.
  private mutating func some(_ organization: String, _ states: Set<NumberState>) -> [TelephoneNumber] {
    var chosen: Set<TelephoneNumber> = []
    for _ in 0..<roll(1..<4) {
      let number = any { $0.organization == organization && states.contains($0.state) }
      if let number { chosen.insert(number) }
    }
    if roll(0..<4) != 0 {
      for number in chosen.sorted() {
        guard let known = model.numbers[number], let block = known.block else { continue }
        chosen.formUnion(
          block.filter { model.numbers[$0]?.block == block && model.numbers[$0]?.state == known.state }
        )
      }
    }
    if roll(0..<10) == 0 { chosen.insert(pick(model.stock)) }
    return Array(chosen.sorted().prefix(100))
  }

  mutating func releaseNumbers() {
    let organization = pick(Self.organizations)
    let numbers = some(organization, [.assigned, .portedIn])
    let all = Set(numbers)
    let until = now + .milliseconds(model.limits.agingMilliseconds)
    let expected =
      !numbers.isEmpty
      && numbers.allSatisfy {
        model.inService($0, organization) && !model.isInUse($0) && model.isWhole($0, in: all)
      }
    run(
      "release numbers",
      expected,
      touching: numbers,
      { inventory, now in try inventory.releaseNumbers(numbers, organization: organization, now: now) }
    ) { model, _ in numbers.forEach { model.leave($0, .release, .aging, until: until) } }
  }

  mutating func moveOrChangeUsage() {
    let organization = pick(Self.organizations)
    let numbers = some(organization, [.assigned, .portedIn])
    let (all, access) = (Set(numbers), access())
    let isLicensed = access.location.hasServiceNumbers
    let own = !numbers.isEmpty && numbers.allSatisfy { model.inService($0, organization) }
    if roll(0..<2) == 0 {
      let location = location(organization)
      let expected =
        own
        && numbers.allSatisfy {
          !model.isInUse($0) && model.isWhole($0, in: all)
            && (model.numbers[$0]?.usage == .standard || isLicensed)
        }
      return run(
        "move",
        expected,
        touching: numbers,
        { inventory, now in try inventory.move(numbers, to: location, access: access, now: now) }
      ) { model, _ in numbers.forEach { model.numbers[$0]?.location = location.text } }
    }
    let usage = pick([NumberUsage.standard, .service])
    let known = Dictionary(
      uniqueKeysWithValues: ["hq", "branch"].map { ("organizations/\(organization)/locations/\($0)", access) }
    )
    let expected =
      own
      && numbers.allSatisfy {
        model.numbers[$0]?.usage == usage || !model.isInUse($0) && (usage == .standard || isLicensed)
      }
    run(
      "change usage",
      expected,
      touching: numbers,
      { inventory, _ in
        try inventory.changeUsage(numbers, to: usage, organization: organization, access: known)
      }
    ) { model, _ in numbers.forEach { model.numbers[$0]?.usage = usage } }
  }

  private mutating func someone() -> Assignee {
    Assignee(kind: pick(Assignee.Kind.allCases), id: "u\(roll(0..<20))")!
  }

  mutating func setAssignee() {
    let organization = pick(Self.organizations)
    guard let number = some(organization, [.assigned, .portedIn]).first else { return }
    let assignee = roll(0..<2) == 0 ? nil : someone()
    let known = model.numbers[number]
    let expected =
      model.inService(number, organization)
      && (assignee == nil || known?.assignee == nil || known?.assignee == assignee)
      && (assignee == nil || known?.usage == .standard || assignee!.kind.isSiteService)
    run(
      "set assignee",
      expected,
      touching: [number],
      { inventory, _ in try inventory.setAssignee(of: number, to: assignee, organization: organization) }
    ) { model, _ in
      model.numbers[number]?.assignee = assignee
      model.endShowing(number)
    }
  }

  mutating func setMainNumber() {
    let organization = pick(Self.organizations)
    let location = location(organization)
    let number = roll(0..<3) == 0 ? nil : some(organization, [.assigned, .portedIn]).first
    let before = model.mainNumbers[location.text]
    let expected =
      number == nil
      || model.inService(number!, organization) && model.numbers[number!]?.location == location.text
    run(
      "set main number",
      expected,
      touching: [number, before].compactMap(\.self),
      { inventory, _ in try inventory.setMainNumber(number, of: location) }
    ) { model, _ in
      if let before { model.numbers[before]?.isMain = false }
      if let number { model.numbers[number]?.isMain = true }
      model.mainNumbers[location.text] = number
      if let before { model.endShowing(before) }
    }
  }

  mutating func setCallerID() {
    let organization = pick(Self.organizations)
    let identity = CallerIdentity(organization: organization, caller: someone())
    let number = roll(0..<2) == 0 ? nil : some(organization, [.assigned, .portedIn]).first
    let known = number.flatMap { model.numbers[$0] }
    let isAllowed = known.map { $0.assignee == identity.caller || $0.usage == .service || $0.isMain } ?? true
    let expected =
      !identity.caller.kind.isSiteService
      && (number == nil || model.inService(number!, organization) && isAllowed)
    run(
      "set caller id",
      expected,
      { inventory, _ in try inventory.setCallerID(of: identity, to: number) }
    ) { model, _ in model.callerIDs[identity] = number }
  }
}

// MARK: - In and out of the stock
extension ModelRun {
  mutating func blockOrUnblock() {
    if roll(0..<2) == 0, let blocked = any({ $0.state == .blocked }) {
      let numbers = roll(0..<5) == 0 ? Array(Set([pick(model.stock), blocked])).sorted() : [blocked]
      return run(
        "unblock",
        numbers.allSatisfy { model.numbers[$0]?.state == .blocked },
        touching: numbers,
        { inventory, _ in try inventory.unblock(numbers) }
      ) { model, _ in numbers.forEach { model.put($0, .unblock, nil) } }
    }
    let numbers = Array(Set([pick(model.stock), pick(model.stock)])).sorted()
    run(
      "block",
      numbers.allSatisfy(model.isAvailable),
      touching: numbers,
      { inventory, now in try inventory.block(numbers, now: now) }
    ) { model, _ in numbers.forEach { model.put($0, .block, .init(state: .blocked)) } }
  }

  mutating func portIn() {
    if roll(0..<3) != 0, let number = any({ $0.state == .portingIn }), let known = model.numbers[number] {
      return endPortIn([number], known.order)
    }
    let organization = pick(Self.organizations)
    let order = name("portOrders", "organizations/\(organization)/portOrders/p\(commands)")
    let location = location(organization)
    let away = any { $0.state == .portedOut }
    var chosen = Set((0..<roll(1..<4)).map { _ in pick(model.foreign) })
    if let away { chosen.insert(away) }
    if roll(0..<10) == 0 { chosen.insert(pick(model.stock)) }
    let numbers = chosen.sorted()
    let expected = numbers.allSatisfy { number in
      model.numbers[number].map { $0.state == .portedOut } ?? !model.isStock(number)
    }
    run(
      "begin port in",
      expected,
      touching: numbers,
      { inventory, now in try inventory.beginPortIn(numbers, order: order, location: location, now: now) }
    ) { model, _ in
      for number in numbers {
        let known = Model.Number(
          state: .portingIn,
          organization: organization,
          location: location.text,
          order: order.text
        )
        model.put(number, .beginPortIn, known)
      }
    }
  }

  private mutating func endPortIn(_ numbers: [TelephoneNumber], _ text: String) {
    let (order, completed) = (name("portOrders", text), roll(0..<3) != 0)
    run(
      "end port in",
      true,
      touching: numbers,
      { inventory, now in try inventory.endPortIn(numbers, order: order, completed: completed, now: now) }
    ) { model, _ in
      for number in numbers {
        if completed {
          model.leave(number, .completePortIn, .portedIn)
        } else {
          model.leave(number, .cancelPortIn, model.isStock(number) ? .portedOut : nil)
        }
      }
    }
  }

  mutating func portOut() {
    let organization = pick(Self.organizations)
    let numbers = some(organization, [.assigned, .portedIn, .portedOut])
    let expected =
      !numbers.isEmpty
      && numbers.allSatisfy {
        model.inService($0, organization)
          || model.numbers[$0]?.state == .portedOut && model.numbers[$0]?.organization == organization
      }
    run(
      "port out",
      expected,
      touching: numbers,
      { inventory, now in try inventory.portOut(numbers, organization: organization, now: now) }
    ) { model, _ in
      for number in numbers where model.numbers[number]?.state != .portedOut {
        model.leave(number, .portOut, .portedOut)
        for (identity, shown) in model.callerIDs where shown == number { model.callerIDs[identity] = nil }
      }
    }
  }

  mutating func takeBack() {
    guard let some = any({ $0.state == .assigned }), let known = model.numbers[some] else { return }
    let order = name("orders", known.order)
    let numbers = (model.orders[known.order] ?? []).sorted().filter { number in
      model.numbers[number].map { $0.order == known.order && $0.state == .assigned } ?? false
    }
    let unused = numbers.filter { !model.isInUse($0) }
    run(
      "take back",
      true,
      touching: numbers,
      { inventory, now in inventory.takeBack(order: order, now: now) }
    ) { model, answer in
      if answer.sorted() != unused { model.wrongSteps.append("took back what it should not") }
      for number in unused { model.put(number, .takeBack, nil) }
    }
  }
}
