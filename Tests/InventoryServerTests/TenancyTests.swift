import Messages
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
        _ = try await inventory.client.holdForOrder(foreign, options: TestCaller.ordering.options)
      }
      #expect(mixed?.code == .notFound)
    }
  }
}
