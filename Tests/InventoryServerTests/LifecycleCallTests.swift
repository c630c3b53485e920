import Messages
import NeighbourTesting
import RPC
import ServiceKit
import StorageTesting
import Telephony
import Testing

@Suite struct LifecycleCallTests {
  private var options: CallOptions { TestCaller.acme.options }
  private let parent = "organizations/acme"
  private let branch = "organizations/acme/locations/branch"

  /// An inventory in which `acme` has three numbers at `hq`.
  private func withNumbers(
    clock: any WallClock = SystemClock(),
    _ body: (RunningInventory, [String]) async throws -> Void
  ) async throws {
    try await withInventory(clock: clock) { inventory in
      try await inventory.stock()
      try await inventory.knowCatalog()
      let numbers = ["+12015550100", "+12015550105", "+12015550110"]
      try await inventory.order(try await inventory.reserve(numbers))
      try await body(inventory, numbers)
    }
  }

  @Test func serviceNumbersFromOrderToCallerID() async throws {
    try await withNumbers { inventory, numbers in
      let client = inventory.client
      let changed = try await client.changeNumberUsage(
        .init(parent: parent, phoneNumbers: [numbers[0]], usage: .service),
        options: options
      )
      #expect(changed.numbers.map(\.usage) == [.service])
      let queue = InventoryV1.Assignee(kind: .callQueue, id: "sales")
      let given = try await client.setAssignee(
        .init(parent: parent, phoneNumber: numbers[0], assignee: queue),
        options: options
      )
      #expect(given.assignee == queue)
      let main = try await client.setMainNumber(
        .init(location: "organizations/acme/locations/hq", phoneNumber: numbers[0]),
        options: options
      )
      #expect(main.mainNumber)
      let alice = InventoryV1.Assignee(kind: .user, id: "alice")
      let request = InventoryV1.SetCallerIdRequest(parent: parent, caller: alice, phoneNumber: numbers[0])
      _ = try await client.setCallerId(request, options: options)
      let shown = try await client.getCallerId(.init(parent: parent, caller: alice), options: options)
      #expect(shown.phoneNumber == numbers[0])
      let count = try await client.countNumbers(.init(parent: parent), options: options)
      #expect(count.total == 3)
      #expect(count.counts.contains(.init(state: .assigned, usage: .service, total: 1, inUse: 1)))
      let list = try await client.listNumbers(
        .init(parent: parent, filter: .init(usage: .service, assignment: .inUse)),
        options: options
      )
      #expect(list.numbers.map(\.phoneNumber) == [numbers[0]])
    }
  }

  @Test func anAbsentLocationHasNoMainNumber() async throws {
    try await withNumbers { inventory, numbers in
      var answers: [RPCError] = []
      for (location, number) in [
        ("organizations/acme/locations/nowhere", ""), ("organizations/acme/locations/nowhere", numbers[0]),
        ("organizations/globex/locations/hq", ""),
      ] {
        let error = await refusal {
          _ = try await inventory.client.setMainNumber(
            .init(location: location, phoneNumber: number),
            options: options
          )
        }
        answers.append(try #require(error, "\(location)"))
      }
      #expect(Set(answers.map(\.code)) == [.notFound])
      #expect(Set(answers.map(\.reason)) == ["RESOURCE_NOT_FOUND"])
      // The catalog tells nothing of the branch by itself: it is asked.
      let none = try await inventory.client.setMainNumber(.init(location: branch), options: options)
      #expect(none.phoneNumber.isEmpty)
    }
  }

  @Test func numbersMoveAndRest() async throws {
    let clock = ManualClock(try #require(Instant(rfc3339: "2026-11-23T05:00:00Z")))
    try await withNumbers(clock: clock) { inventory, numbers in
      let client = inventory.client
      // The catalog tells nothing of the branch by itself: it is asked.
      let moved = try await client.moveNumbers(
        .init(parent: parent, phoneNumbers: [numbers[1]], location: branch),
        options: options
      )
      #expect(moved.numbers.map(\.location) == [branch])
      let unknown = await refusal {
        let nowhere = "organizations/acme/locations/nowhere"
        _ = try await client.moveNumbers(
          .init(parent: parent, phoneNumbers: [numbers[1]], location: nowhere),
          options: options
        )
      }
      #expect(unknown?.reason == "LOCATION_NOT_FOUND")
      let released = try await client.releaseNumbers(
        .init(parent: parent, phoneNumbers: [numbers[1]]),
        options: options
      )
      #expect(released.numbers.map(\.state) == [.aging])
      clock.advance(by: .seconds(90 * 86_400))
      try await inventory.server.expireDue()
      #expect(try await inventory.state(of: numbers[1]) == .available)
    }
  }

  @Test func operatorsBlockNumbers() async throws {
    try await withNumbers { inventory, numbers in
      let client = inventory.client
      let free = "+12125550199"
      let blocked = try await client.blockNumbers(
        .init(phoneNumbers: [free]),
        options: TestCaller.operator.options
      )
      #expect(blocked.numbers.map(\.state) == [.blocked])
      let taken = await refusal { _ = try await inventory.reserve([free]) }
      #expect(taken?.reason == "NUMBER_NOT_AVAILABLE")
      let again = await refusal {
        _ = try await client.blockNumbers(
          .init(phoneNumbers: [numbers[0], free]),
          options: TestCaller.operator.options
        )
      }
      let wrong = (again?.details ?? []).flatMap { detail -> [PreconditionViolation] in
        guard case .preconditionFailure(let violations) = detail else { return [] }
        return violations
      }
      #expect(wrong.map(\.subject) == ["phone_numbers[0]", "phone_numbers[1]"])
      #expect(wrong.map(\.type) == ["INVALID_NUMBER_STATE", "INVALID_NUMBER_STATE"])
      _ = try await client.unblockNumbers(.init(phoneNumbers: [free]), options: TestCaller.operator.options)
      #expect(try await inventory.state(of: free) == .available)
      let customer = await refusal {
        _ = try await client.blockNumbers(.init(phoneNumbers: [free]), options: options)
      }
      #expect(customer?.code == .permissionDenied)
    }
  }

  @Test func portsComeAndGo() async throws {
    try await withNumbers { inventory, numbers in
      let client = inventory.client
      let service = TestCaller.service.options
      let order = "organizations/acme/portOrders/p1"
      let foreign = ["+13105550123"]
      let begin = InventoryV1.BeginPortInRequest(location: branch, order: order, phoneNumbers: foreign)
      #expect(try await client.beginPortIn(begin, options: service).numbers.map(\.state) == [.portingIn])
      let end = InventoryV1.EndPortInRequest(order: order, phoneNumbers: foreign, completed: true)
      #expect(try await client.endPortIn(end, options: service).numbers.map(\.state) == [.portedIn])
      let out = InventoryV1.PortOutNumbersRequest(parent: parent, phoneNumbers: foreign + [numbers[2]])
      #expect(
        try await client.portOutNumbers(out, options: service).numbers.map(\.state) == [
          .portedOut, .portedOut,
        ]
      )
      let back = try await client.takeBackNumbers(
        .init(order: "organizations/acme/orders/o1"),
        options: service
      )
      #expect(back.phoneNumbers == [numbers[0], numbers[1]])
      #expect(try await inventory.state(of: numbers[0]) == .available)
    }
  }

  @Test func badInputIsNamedFieldByField() async throws {
    try await withNumbers { inventory, numbers in
      let client = inventory.client
      let numbersWrong = await refusal {
        _ = try await client.releaseNumbers(
          .init(parent: parent, phoneNumbers: ["1", numbers[0], "x"]),
          options: options
        )
      }
      #expect(numbersWrong?.fieldViolations.map(\.field) == ["phone_numbers[0]", "phone_numbers[2]"])
      let assignee = await refusal {
        _ = try await client.setAssignee(
          .init(parent: parent, phoneNumber: numbers[0], assignee: .init(id: "No Id")),
          options: options
        )
      }
      #expect(assignee?.fieldViolations.map(\.reason) == ["REQUIRED", "INVALID_ID"])
      let usage = await refusal {
        _ = try await client.changeNumberUsage(
          .init(parent: parent, phoneNumbers: [numbers[0]], usage: .unrecognized(9)),
          options: options
        )
      }
      #expect(usage?.reason == "INVALID_USAGE")
      let filter = InventoryV1.NumberFilter(
        states: [.unrecognized(77)],
        numberType: .unrecognized(9),
        assignment: .unrecognized(9)
      )
      let list = await refusal {
        _ = try await client.listNumbers(.init(parent: parent, filter: filter), options: options)
      }
      #expect(
        list?.fieldViolations.map(\.field) == ["filter.number_type", "filter.states[0]", "filter.assignment"]
      )
      let other = await refusal {
        _ = try await client.releaseNumbers(
          .init(parent: "organizations/globex", phoneNumbers: [numbers[0]]),
          options: TestCaller.globex.options
        )
      }
      #expect(other?.reason == "NUMBER_NOT_FOUND")
    }
  }
}
