import Foundation
import Telephony
import Testing

@testable import InventoryRules

@Suite struct LifecycleTests {
  let hq = try! ResourceName(
    "organizations/acme/locations/hq",
    pattern: "organizations/*/locations/*",
    field: "location"
  )
  let branch = try! ResourceName(
    "organizations/acme/locations/branch",
    pattern: "organizations/*/locations/*",
    field: "location"
  )

  func access(
    _ country: String = "US",
    _ connection: LocationFacts.Connection = .callingPlan,
    _ type: OrganizationFacts.AccountType = .paid,
    licenses: Int = 1,
    supported: Bool = true,
    integrated: Bool = false,
    ofProvider: Bool = true
  ) -> ServiceNumberAccess {
    ServiceNumberAccess(
      location: .init(
        countryCode: country,
        connection: connection,
        hasServiceNumbers: connection == .callingPlan && licenses > 0,
        isIntegrated: integrated,
        supportsServiceNumbers: ofProvider,
        takesTollFree: ["US", "CA"].contains(country)
      ),
      organization: .init(accountType: type, outboundCallingPlans: 1, serviceNumberLicenses: licenses),
      isSupported: supported
    )
  }

  /// Numbers that belong to `hq`.
  func assigned(
    _ selection: ReserveCommand.Selection,
    in inventory: inout Inventory,
    usage: NumberUsage = .standard
  ) throws -> [TelephoneNumber] {
    let lease = try inventory.take(selection)
    let order = try ResourceName(
      "organizations/acme/orders/o\(lease.id)",
      pattern: "organizations/*/orders/*",
      field: "order"
    )
    _ = try inventory.holdForOrder(lease.id, fencingToken: lease.fencingToken, order: order, now: .start)
    return try inventory.assign(order: order, location: hq, usage: usage, access: access(), now: .start)
      .answer
  }

  func refusal<Answer>(_ command: () throws -> Decision<Answer>) -> [String] {
    do {
      _ = try command()
      return []
    } catch {
      return (error as? Refusal)?.violations.map { "\($0.field) \($0.reason)" } ?? []
    }
  }

  @Test func theReadmeShowsTheRules() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let readme = try String(contentsOf: root.appending(path: "Services/Inventory/README.md"), encoding: .utf8)
    #expect(readme.contains(NumberTransition.diagram), "\(NumberTransition.diagram)")
  }

  @Test func everyStateCanBeReachedAndLeft() {
    for state in NumberState.allCases {
      #expect(NumberTransition.all.contains { $0.to == state })
      #expect(NumberTransition.all.contains { $0.from == state })
    }
    for step in NumberStep.allCases { #expect(NumberTransition.all.contains { $0.step == step }) }
  }

  @Test func releasedNumbersRestFor90Days() throws {
    var inventory = Inventory.small()
    let numbers = try assigned(.quantity(.us, count: 3), in: &inventory)
    let decision = try inventory.releaseNumbers([numbers[1]], organization: "acme", now: .start)
    #expect(
      decision.events == [
        .unassigned(location: hq.text, state: .aging, numbers: [numbers[1]], at: .start)
      ]
    )
    #expect(try inventory.view(numbers[1], for: .suite).state == .aging)
    #expect(inventory.numbers(of: "acme", limit: 10).numbers.map(\.number) == [numbers[0], numbers[2]])
    #expect(
      refusal { try inventory.releaseNumbers([numbers[1]], organization: "acme", now: .start) }
        == ["phone_numbers[0] NUMBER_NOT_FOUND"]
    )
    let day: Int64 = 86_400
    _ = inventory.expire(now: .start + .seconds(90 * day - 1), limit: .max)
    #expect(!inventory.stock.isAvailable(numbers[1]))
    _ = inventory.expire(now: .start + .seconds(90 * day), limit: .max)
    #expect(inventory.stock.isAvailable(numbers[1]))
  }

  @Test func aBlockIsReleasedAndMovedAsAWhole() throws {
    var inventory = Inventory.small()
    let block = try assigned(.block(.us, size: 10), in: &inventory)
    let some = Array(block.dropLast())
    let torn = (0..<9).map { "phone_numbers[\($0)] BLOCK_MEMBER" }
    #expect(refusal { try inventory.releaseNumbers(some, organization: "acme", now: .start) } == torn)
    #expect(refusal { try inventory.move(some, to: branch, access: access(), now: .start) } == torn)
    // Numbers of a block can be used in different ways, and stay members of it.
    _ = try inventory.setAssignee(of: block[3], to: Assignee(kind: .user, id: "a"), organization: "acme")
    _ = try inventory.setAssignee(of: block[3], to: nil, organization: "acme")
    #expect(refusal { try inventory.releaseNumbers(some, organization: "acme", now: .start) } == torn)
    _ = try inventory.move(block, to: branch, access: access(), now: .start)
    _ = try inventory.releaseNumbers(block, organization: "acme", now: .start)
    #expect(try block.allSatisfy { try inventory.view($0, for: .suite).state == .aging })
  }

  @Test func whatIsInUseStays() throws {
    var inventory = Inventory.small()
    let numbers = try assigned(.quantity(.us, count: 4), in: &inventory, usage: .service)
    _ = try inventory.setAssignee(
      of: numbers[0],
      to: Assignee(kind: .callQueue, id: "q"),
      organization: "acme"
    )
    _ = try inventory.setMainNumber(numbers[1], of: hq)
    let alice = CallerIdentity(organization: "acme", caller: Assignee(kind: .user, id: "alice")!)
    _ = try inventory.setCallerID(of: alice, to: numbers[2])
    let inUse = (0..<3).map { "phone_numbers[\($0)] NUMBER_IN_USE" }
    #expect(refusal { try inventory.releaseNumbers(numbers, organization: "acme", now: .start) } == inUse)
    #expect(refusal { try inventory.move(numbers, to: branch, access: access(), now: .start) } == inUse)
    #expect(
      refusal { try inventory.changeUsage(numbers, to: .standard, organization: "acme", access: [:]) }
        == inUse
    )
    _ = try inventory.setCallerID(of: alice, to: nil)
    _ = try inventory.setMainNumber(nil, of: hq)
    _ = try inventory.setAssignee(of: numbers[0], to: nil, organization: "acme")
    _ = try inventory.releaseNumbers(numbers, organization: "acme", now: .start)
  }

  @Test func serviceNumbersNeedALicenseAndAProvider() throws {
    var inventory = Inventory.small()
    let numbers = try assigned(
      .quantity(NumberCriteria(countryCode: "US", areaCode: "201"), count: 1),
      in: &inventory
    )
    let cases: [(ServiceNumberAccess?, String)] = [
      (access(licenses: 0), "SERVICE_LICENSE_REQUIRED"),
      (access(supported: false), "SERVICE_NUMBERS_UNSUPPORTED"),
      (access("US", .callingPlan, .trial), "NOT_AVAILABLE_ON_TRIAL"),
      (access("US", .none), "CALLING_PLAN_NOT_ENABLED"), (nil, "LOCATION_NOT_FOUND"),
      (access("US", .cloudConnected, licenses: 0, integrated: true), "SERVICE_LICENSE_REQUIRED"),
      (access("US", .cloudConnected, supported: false, integrated: true), "SERVICE_NUMBERS_UNSUPPORTED"),
      (access("US", .cloudConnected, integrated: true, ofProvider: false), "SERVICE_NUMBERS_UNSUPPORTED"),
    ]
    for (access, reason) in cases {
      let known = access.map { [hq.text: $0] } ?? [:]
      #expect(
        refusal { try inventory.changeUsage(numbers, to: .service, organization: "acme", access: known) }
          == ["phone_numbers[0] \(reason)"]
      )
    }
    for connection in [LocationFacts.Connection.premises, .cloudConnected] {
      var copy = inventory
      let access = [hq.text: access("US", connection, licenses: 0, supported: false)]
      _ = try copy.changeUsage(numbers, to: .service, organization: "acme", access: access)
    }
    _ = try inventory.changeUsage(numbers, to: .service, organization: "acme", access: [hq.text: access()])
    #expect(try inventory.view(numbers[0], for: .suite).usage == .service)
    #expect(
      refusal { try inventory.move(numbers, to: branch, access: access(licenses: 0), now: .start) }
        == ["phone_numbers[0] SERVICE_LICENSE_REQUIRED"]
    )
    _ = try inventory.move(numbers, to: branch, access: access(), now: .start)
    #expect(try inventory.view(numbers[0], for: .suite).location == branch.text)
  }

  @Test func tollFreeNumbersOfAMixStayTollFree() throws {
    var inventory = Inventory.small()
    let mix = [TelephoneNumber.test("+18005550100"), .test("+12015550100")]
    let numbers = try assigned(.specific(mix), in: &inventory, usage: .service)
    #expect(try numbers.map { try inventory.view($0, for: .suite).usage } == [.standard, .service])
    #expect(
      refusal {
        try inventory.changeUsage(mix, to: .service, organization: "acme", access: [hq.text: access()])
      }
        == ["phone_numbers[0] NUMBER_TYPE_NOT_ALLOWED"]
    )
    #expect(
      refusal { try inventory.move(mix, to: branch, access: access("FR"), now: .start) }
        == ["phone_numbers[0] TOLL_FREE_UNAVAILABLE", "phone_numbers[1] COUNTRY_MISMATCH"]
    )
    _ = try inventory.move([mix[0]], to: branch, access: access("CA"), now: .start)
    #expect(
      refusal { try inventory.move(mix, to: branch, access: access("US", .premises), now: .start) }
        == ["location CALLING_PLAN_NOT_ENABLED"]
    )
    #expect(
      refusal { try inventory.move(mix, to: branch, access: nil, now: .start) } == [
        "location LOCATION_NOT_FOUND"
      ]
    )
  }

  @Test func serviceNumbersGoToSiteServicesOnly() throws {
    var inventory = Inventory.small()
    let number = try assigned(.quantity(.us, count: 1), in: &inventory, usage: .service)[0]
    let alice = Assignee(kind: .user, id: "alice")!
    #expect(
      refusal { try inventory.setAssignee(of: number, to: alice, organization: "acme") }
        == ["phone_number SERVICE_NUMBER_ASSIGNEE"]
    )
    _ = try inventory.setAssignee(
      of: number,
      to: Assignee(kind: .contactCenter, id: "c"),
      organization: "acme"
    )
    let queue = Assignee(kind: .callQueue, id: "q")
    #expect(
      refusal { try inventory.setAssignee(of: number, to: queue, organization: "acme") }
        == ["phone_number NUMBER_IN_USE"]
    )
    #expect(
      refusal { try inventory.setAssignee(of: number, to: queue, organization: "b") }
        == ["phone_number NUMBER_NOT_FOUND"]
    )
  }

  /// domain.md section 3: nobody goes on showing a number that is another's now.
  @Test func callersStopShowingWhatTheyMayShowNoMore() throws {
    var inventory = Inventory.small()
    let numbers = try assigned(.quantity(.us, count: 3), in: &inventory)
    let alice = CallerIdentity(organization: "acme", caller: Assignee(kind: .user, id: "alice")!)
    let bob = CallerIdentity(organization: "acme", caller: Assignee(kind: .user, id: "bob")!)
    _ = try inventory.setAssignee(of: numbers[0], to: alice.caller, organization: "acme")
    _ = try inventory.setCallerID(of: alice, to: numbers[0])
    let taken = try inventory.setAssignee(of: numbers[0], to: nil, organization: "acme")
    #expect(inventory.callerID(of: alice) == nil)
    #expect(taken.changes.contains(.callerID(alice, before: numbers[0], after: nil)))

    _ = try inventory.setMainNumber(numbers[1], of: hq)
    _ = try inventory.setCallerID(of: alice, to: numbers[1])
    _ = try inventory.setAssignee(of: numbers[1], to: bob.caller, organization: "acme")
    _ = try inventory.setCallerID(of: bob, to: numbers[1])
    _ = try inventory.setMainNumber(numbers[2], of: hq)
    // Bob's own number he goes on showing.
    #expect(inventory.callerID(of: alice) == nil && inventory.callerID(of: bob) == numbers[1])
  }

  @Test func aChangeOfUsageIsTold() throws {
    var inventory = Inventory.small()
    let numbers = try assigned(.quantity(.us, count: 2), in: &inventory)
    let changed = try inventory.changeUsage(
      numbers,
      to: .service,
      organization: "acme",
      access: [hq.text: access()]
    )
    #expect(changed.events == [.usageChanged(location: hq.text, usage: .service, numbers: numbers)])
    let again = try inventory.changeUsage(
      numbers,
      to: .service,
      organization: "acme",
      access: [hq.text: access()]
    )
    #expect(again.events.isEmpty)
  }

  @Test func callersShowTheirOwnAServiceOrAMainNumber() throws {
    var inventory = Inventory.small()
    let numbers = try assigned(.quantity(.us, count: 3), in: &inventory)
    let alice = CallerIdentity(organization: "acme", caller: Assignee(kind: .user, id: "alice")!)
    _ = try inventory.setAssignee(of: numbers[0], to: alice.caller, organization: "acme")
    _ = try inventory.setMainNumber(numbers[1], of: hq)
    _ = try inventory.setCallerID(of: alice, to: numbers[0])
    _ = try inventory.setCallerID(of: alice, to: numbers[1])
    #expect(
      refusal { try inventory.setCallerID(of: alice, to: numbers[2]) } == [
        "phone_number CALLER_ID_NOT_ALLOWED"
      ]
    )
    let queue = CallerIdentity(organization: "acme", caller: Assignee(kind: .callQueue, id: "q")!)
    #expect(
      refusal { try inventory.setCallerID(of: queue, to: numbers[1]) } == [
        "caller.kind CALLER_ID_NOT_ALLOWED"
      ]
    )
    _ = try inventory.setMainNumber(numbers[2], of: hq)
    #expect(try !inventory.view(numbers[1], for: .suite).isMainNumber)
    #expect(
      refusal { try inventory.setMainNumber(numbers[2], of: branch) } == [
        "phone_number MAIN_NUMBER_NOT_ALLOWED"
      ]
    )
  }

  @Test func everyNumberThatIsWrongIsNamed() throws {
    var inventory = Inventory.small()
    let numbers = try assigned(.quantity(.us, count: 1), in: &inventory)
    let free = TelephoneNumber.test("+12125550000")
    #expect(
      refusal { try inventory.releaseNumbers([free, numbers[0]], organization: "b", now: .start) }
        == ["phone_numbers[0] NUMBER_NOT_FOUND", "phone_numbers[1] NUMBER_NOT_FOUND"]
    )
    #expect(
      refusal { try inventory.releaseNumbers([], organization: "b", now: .start) }
        == ["phone_numbers INVALID_QUANTITY"]
    )
    #expect(
      refusal { try inventory.releaseNumbers([free, free], organization: "b", now: .start) }
        == ["phone_numbers[1] DUPLICATE_PHONE_NUMBER"]
    )
    #expect(
      refusal { try inventory.block([free, numbers[0], .test("+13105550000")], now: .start) }
        == ["phone_numbers[1] INVALID_NUMBER_STATE", "phone_numbers[2] INVALID_NUMBER_STATE"]
    )
    #expect(refusal { try inventory.unblock([free]) } == ["phone_numbers[0] INVALID_NUMBER_STATE"])
  }

  @Test func foreignNumbersAreKnownWhileTheyAreHere() throws {
    var inventory = Inventory.small()
    let order = try ResourceName(
      "organizations/acme/portOrders/p1",
      pattern: "organizations/*/portOrders/*",
      field: "order"
    )
    let numbers = [TelephoneNumber.test("+13105550123"), .test("+442079460018")]
    let before = inventory.picture()
    let begin = try inventory.beginPortIn(numbers, order: order, location: hq, now: .start)
    #expect(try inventory.beginPortIn(numbers, order: order, location: hq, now: .start).changes.isEmpty)
    let view = try inventory.view(numbers[1], for: .organization("acme"))
    #expect(view.state == .portingIn)
    #expect(view.block.countryCode == "GB")
    #expect(view.block.areaCode == "20")
    _ = try inventory.endPortIn([numbers[0]], order: order, completed: false, now: .start)
    #expect(throws: Refusal.self) { try inventory.view(numbers[0], for: .suite) }
    let arrival = try inventory.endPortIn([numbers[1]], order: order, completed: true, now: .start)
    #expect(arrival.events == [.assigned(location: hq.text, order: order.text, numbers: [numbers[1]])])
    _ = try inventory.portOut([numbers[1]], organization: "acme", now: .start)
    #expect(try inventory.portOut([numbers[1]], organization: "acme", now: .start).changes.isEmpty)
    #expect(try inventory.view(numbers[1], for: .suite).state == .portedOut)
    inventory = Inventory.small()
    _ = begin
    #expect(inventory.picture() == before)
  }

  /// As when it is taken out of a rejected port order, and put in again before the order is submitted anew.
  @Test func anOwnNumberComesBackToAnOrderThatHadLetItGo() throws {
    var inventory = Inventory.small()
    let numbers = try assigned(.quantity(.us, count: 1), in: &inventory)
    _ = try inventory.portOut(numbers, organization: "acme", now: .start)
    let order = try ResourceName(
      "organizations/acme/portOrders/p1",
      pattern: "organizations/*/portOrders/*",
      field: "order"
    )
    _ = try inventory.beginPortIn(numbers, order: order, location: hq, now: .start)
    _ = try inventory.endPortIn(numbers, order: order, completed: false, now: .start)
    #expect(try inventory.view(numbers[0], for: .suite).state == .portedOut)
    _ = try inventory.beginPortIn(numbers, order: order, location: hq, now: .start)
    #expect(try inventory.view(numbers[0], for: .suite).state == .portingIn)
    _ = try inventory.endPortIn(numbers, order: order, completed: true, now: .start)
    #expect(try inventory.view(numbers[0], for: .suite).state == .portedIn)
    #expect(try inventory.beginPortIn(numbers, order: order, location: hq, now: .start).changes.isEmpty)
  }

  @Test func countsAndFilters() throws {
    var inventory = Inventory.small()
    let numbers = try assigned(
      .quantity(NumberCriteria(countryCode: "US", areaCode: "201"), count: 5),
      in: &inventory
    )
    let service = Array(numbers.prefix(2))
    _ = try inventory.changeUsage(service, to: .service, organization: "acme", access: [hq.text: access()])
    _ = try inventory.setAssignee(
      of: service[0],
      to: Assignee(kind: .callQueue, id: "q"),
      organization: "acme"
    )
    _ = try inventory.move([numbers[4]], to: branch, access: access(), now: .start)
    _ = try inventory.take(.quantity(.us, count: 3))
    func count(_ filter: NumberFilter) -> Int {
      inventory.numbers(of: "acme", matching: filter, limit: 100).numbers.count
    }
    #expect(count(NumberFilter()) == 8)
    #expect(count(NumberFilter(usage: .service)) == 2)
    #expect(count(NumberFilter(usage: .service, isInUse: true)) == 1)
    #expect(count(NumberFilter(location: branch.text)) == 1)
    #expect(count(NumberFilter(states: [.reserved])) == 3)
    #expect(count(NumberFilter(type: .tollFree)) == 0)
    var tally = NumberTally()
    tally.add(inventory.numbers(of: "acme", limit: 100))
    let kind = NumberTally.Kind(state: .assigned, usage: .service)
    #expect(tally.counts[kind]?.total == 2)
    #expect(tally.counts[kind]?.inUse == 1)
  }

  @Test func whatAnOrderShouldNotHaveIsTakenBackAtOnce() throws {
    var inventory = Inventory.small()
    let numbers = try assigned(.quantity(.us, count: 2), in: &inventory)
    let order = try ResourceName(
      try inventory.view(numbers[0], for: .suite).order,
      pattern: "organizations/*/orders/*",
      field: "order"
    )
    #expect(inventory.takeBack(order: order, now: .start).answer == numbers)
    #expect(numbers.allSatisfy { inventory.stock.isAvailable($0) })
    #expect(inventory.takeBack(order: order, now: .start).changes.isEmpty)
  }
}

@Suite struct SortedNumbersTests {
  @Test(arguments: [UInt64.random(in: 0...UInt64.max)])
  func behaveLikeASortedSet(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    var numbers = SortedNumbers()
    var model: Set<TelephoneNumber> = []
    for _ in 0..<20_000 {
      let number = TelephoneNumber(digits: 1_000_000 + UInt64.random(in: 0..<6_000, using: &random))!
      if model.contains(number), random.next() % 3 == 0 {
        numbers.remove(number)
        model.remove(number)
      } else if model.insert(number).inserted {
        numbers.insert(number)
      }
      numbers.remove(TelephoneNumber(digits: 9_000_000)!)
    }
    let start = TelephoneNumber(digits: 1_003_000)!
    for last in [nil, start] {
      var all: [TelephoneNumber] = []
      numbers.forEach(after: last) {
        all.append($0)
        return true
      }
      #expect(all == model.filter { last == nil || $0 > start }.sorted(), "seed \(seed)")
    }
    #expect(numbers.count == model.count)
  }
}
