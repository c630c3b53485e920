import Messages
import NeighbourTesting
import RPC
import Testing

@Suite struct TenancyTests {
  @Test func anotherTenantsReservationReadsAsAbsent() async throws {
    try await withInventory { inventory in
      try await inventory.stock()
      let name = try await inventory.reserve(["+12015550100"]).name
      let absent = "organizations/globex/reservations/999"
      let options = TestCaller.globex.options
      var answers: [RPCError] = []
      for target in [
        name, absent, "organizations/globex/reservations/1", "organizations/globex/reservations/01",
      ] {
        let error = await refusal {
          _ = try await inventory.client.getReservation(.init(name: target), options: options)
        }
        answers.append(try #require(error))
      }
      #expect(Set(answers.map(\.code)) == [.notFound])
      #expect(Set(answers.map(\.reason)) == ["RESOURCE_NOT_FOUND"])
      let writes = await refusal {
        _ = try await inventory.client.releaseReservation(.init(name: name), options: options)
      }
      #expect(writes?.code == .notFound)
      let parent = await refusal {
        _ = try await inventory.client.listNumbers(.init(parent: "organizations/acme"), options: options)
      }
      #expect(parent?.code == .notFound)
    }
  }

  private typealias Call = (InventoryV1.InventoryServiceClient, CallOptions) async throws -> Void

  /// What a customer changes; all of it is of `acme`.
  private static func writes(_ reservation: String) -> [Call] {
    let (parent, numbers) = ("organizations/acme", ["+12015550200"])
    let alice = InventoryV1.Assignee(kind: .user, id: "alice")
    return [
      { _ = try await $0.releaseNumbers(.init(parent: parent, phoneNumbers: numbers), options: $1) },
      {
        let location = "\(parent)/locations/branch"
        _ = try await $0.moveNumbers(
          .init(parent: parent, phoneNumbers: numbers, location: location),
          options: $1
        )
      },
      {
        let request = InventoryV1.ChangeNumberUsageRequest(
          parent: parent,
          phoneNumbers: numbers,
          usage: .service
        )
        _ = try await $0.changeNumberUsage(request, options: $1)
      },
      {
        let request = InventoryV1.SetAssigneeRequest(parent: parent, phoneNumber: numbers[0], assignee: alice)
        _ = try await $0.setAssignee(request, options: $1)
      },
      {
        let location = "\(parent)/locations/hq"
        _ = try await $0.setMainNumber(.init(location: location, phoneNumber: numbers[0]), options: $1)
      },
      {
        let request = InventoryV1.SetCallerIdRequest(parent: parent, caller: alice, phoneNumber: numbers[0])
        _ = try await $0.setCallerId(request, options: $1)
      },
      {
        let selection = InventoryV1.ReserveNumbersRequest.Selection.specific(.init(phoneNumbers: numbers))
        _ = try await $0.reserveNumbers(.init(parent: parent, selection: selection), options: $1)
      },
      { _ = try await $0.extendReservation(.init(name: reservation), options: $1) },
      { _ = try await $0.releaseReservation(.init(name: reservation), options: $1) },
    ]
  }

  @Test func nobodyChangesWhatIsAnothersOrOnlyToBeRead() async throws {
    try await withInventory { inventory in
      try await inventory.stock()
      try await inventory.order(try await inventory.reserve(["+12015550200"]))
      let reservation = try await inventory.reserve(["+12015550100"]).name
      for (position, call) in Self.writes(reservation).enumerated() {
        for (caller, expected) in [
          (TestCaller.globex, "RESOURCE_NOT_FOUND"), (.reader, "ROLE_NOT_ALLOWED"),
          (.operator, "ROLE_NOT_ALLOWED"),
        ] {
          let error = await refusal { try await call(inventory.client, caller.options) }
          #expect(error?.reason == expected, "call \(position) as \(caller)")
        }
      }
      #expect(try await inventory.state(of: "+12015550200") == .assigned)
      #expect(try await inventory.state(of: "+12015550100") == .reserved)
      let stock = await refusal {
        _ = try await inventory.client.blockNumbers(
          .init(phoneNumbers: ["+12015550300"]),
          options: TestCaller.acme.options
        )
      }
      #expect(stock?.reason == "ROLE_NOT_ALLOWED")
    }
  }

  @Test func readersReserveNothingAndOnlyServicesHold() async throws {
    try await withInventory { inventory in
      try await inventory.stock()
      let reader = await refusal { _ = try await inventory.reserve(["+12015550100"], as: .reader) }
      #expect(reader?.code == .permissionDenied)
      let lease = try await inventory.reserve(["+12015550100"])
      let hold = InventoryV1.HoldForOrderRequest(
        reservation: lease.name,
        fencingToken: lease.fencingToken,
        order: "organizations/acme/orders/o1"
      )
      let customer = await refusal {
        _ = try await inventory.client.holdForOrder(hold, options: TestCaller.acme.options)
      }
      #expect(customer?.code == .permissionDenied)
      var foreign = hold
      foreign.order = "organizations/globex/orders/o1"
      let mixed = await refusal {
        _ = try await inventory.client.holdForOrder(foreign, options: TestCaller.service.options)
      }
      #expect(mixed?.code == .notFound)
    }
  }
}
