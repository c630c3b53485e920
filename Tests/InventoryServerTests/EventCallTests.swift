import Messages
import NeighbourTesting
import RPC
import Testing

@Suite struct EventCallTests {
  @Test func everyChangeIsToldInOrder() async throws {
    try await withInventory { inventory in
      try await inventory.stock()
      let released = try await inventory.reserve(["+12015550100"])
      _ = try await inventory.client.releaseReservation(
        .init(name: released.name),
        options: TestCaller.acme.options
      )
      let ordered = try await inventory.reserve(["+12015550101"])
      try await inventory.order(ordered)

      let stream = try await inventory.client.watchEvents(.init(), options: TestCaller.service.options)
      var events: [InventoryV1.InventoryEvent] = []
      for try await event in stream {
        events.append(event)
        if events.count == 4 { break }
      }
      stream.cancel()
      #expect(events.map(\.sequence) == [1, 2, 3, 4])
      #expect(
        events.map(\.change) == [
          .numbersReserved(.init(reservation: released.name, phoneNumbers: ["+12015550100"])),
          .numbersReleased(.init(reservation: released.name, phoneNumbers: ["+12015550100"])),
          .numbersReserved(.init(reservation: ordered.name, phoneNumbers: ["+12015550101"])),
          .numbersAssigned(
            .init(
              location: "organizations/acme/locations/hq",
              order: "organizations/acme/orders/o1",
              phoneNumbers: ["+12015550101"]
            )
          ),
        ]
      )
    }
  }

  // Emergency addresses follow who uses a number.
  @Test func whoUsesANumberIsToldWhenItChanges() async throws {
    try await withInventory { inventory in
      try await inventory.stock()
      try await inventory.order(try await inventory.reserve(["+12015550101"]))
      let ada = InventoryV1.Assignee(kind: .user, id: "ada")
      for assignee in [ada, ada, nil] {
        _ = try await inventory.client.setAssignee(
          .init(parent: "organizations/acme", phoneNumber: "+12015550101", assignee: assignee),
          options: TestCaller.acme.options
        )
      }
      let stream = try await inventory.client.watchEvents(
        .init(cursor: 2),
        options: TestCaller.service.options
      )
      var told: [InventoryV1.AssigneeChanged] = []
      for try await event in stream {
        if case .assigneeChanged(let changed) = event.change { told.append(changed) }
        if told.count == 2 { break }
      }
      stream.cancel()
      #expect(told.map(\.assignee) == [ada, nil])
      #expect(told.map(\.phoneNumber) == ["+12015550101", "+12015550101"])
    }
  }
}
