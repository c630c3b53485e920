import Messages
import NeighbourTesting
import RPC
import ServiceKit
import StorageTesting
import Telephony
import Testing

@Suite struct RestartTests {
  @Test func aRestartKeepsReservationsAssignmentsAndStock() async throws {
    let directory = try TemporaryDirectory()
    var kept: InventoryV1.Reservation?
    try await withInventory(in: directory) { inventory in
      try await inventory.stock()
      try await inventory.knowCatalog()
      kept = try await inventory.reserve(["+12015550100", "+12015550105"])
      let ordered = try await inventory.reserve(["+12015550200"])
      try await inventory.order(ordered)
    }
    try await withInventory(in: directory) { inventory in
      let name = try #require(kept?.name)
      let again = try await inventory.client.getReservation(
        .init(name: name),
        options: TestCaller.acme.options
      )
      #expect(again == kept)
      #expect(try await inventory.state(of: "+12015550105") == .reserved)
      #expect(try await inventory.state(of: "+12015550200") == .assigned)
      let taken = await refusal { _ = try await inventory.reserve(["+12015550100"], as: .globex) }
      #expect(taken?.reason == "NUMBER_NOT_AVAILABLE")
      #expect(try await inventory.stock().unchanged == 3)
    }
  }

  @Test func whatIsCompactedIsForgottenAndWhatAnOrderHoldsStays() async throws {
    let directory = try TemporaryDirectory()
    let clock = ManualClock(try #require(Instant(rfc3339: "2026-11-23T05:00:00Z")))
    var held: InventoryV1.Reservation?
    var lease: InventoryV1.Reservation?
    try await withInventory(in: directory, clock: clock) { inventory in
      try await inventory.stock()
      let reservation = try await inventory.reserve(["+12015550200"])
      let order = "organizations/acme/orders/o1"
      held = try await inventory.client.holdForOrder(
        .init(reservation: reservation.name, fencingToken: reservation.fencingToken, order: order),
        options: TestCaller.service.options
      )
      lease = try await inventory.reserve(["+12015550100"])
      for _ in 0..<2 {
        clock.advance(by: .seconds(4 * 3_600))
        try await inventory.server.expireDue()
        try await inventory.server.compact()
      }
    }
    let (kept, ended) = (try #require(held), try #require(lease))
    try await withInventory(in: directory, clock: clock) { inventory in
      let options = TestCaller.acme.options
      #expect(try await inventory.client.getReservation(.init(name: kept.name), options: options) == kept)
      #expect(try await inventory.state(of: "+12015550200") == .reserved)
      let forgotten = await refusal {
        _ = try await inventory.client.getReservation(.init(name: ended.name), options: options)
      }
      #expect(forgotten?.code == .notFound)
      let next = try await inventory.reserve(["+12015550100"])
      #expect(next.fencingToken > ended.fencingToken && next.name != ended.name)
    }
  }

  @Test func whatWasGivenBackIsNotExtended() async throws {
    try await withInventory { inventory in
      try await inventory.stock()
      let options = TestCaller.acme.options
      let name = try await inventory.reserve(["+12015550100"]).name
      let released = try await inventory.client.releaseReservation(.init(name: name), options: options)
      #expect(released.state == .released)
      let late = await refusal {
        _ = try await inventory.client.extendReservation(.init(name: name), options: options)
      }
      #expect(late?.code == .failedPrecondition && late?.reason == "RESERVATION_NOT_ACTIVE")
    }
  }

  @Test func leasesEndByThemselves() async throws {
    let clock = ManualClock(try #require(Instant(rfc3339: "2026-11-23T05:00:00Z")))
    try await withInventory(clock: clock) { inventory in
      try await inventory.stock()
      let lease = try await inventory.reserve(["+12015550100"])
      clock.advance(by: .seconds(15 * 60))
      let options = TestCaller.acme.options
      let unswept = try await inventory.client.getReservation(.init(name: lease.name), options: options)
      #expect(unswept.state == .expired)
      let late = await refusal {
        _ = try await inventory.client.extendReservation(.init(name: lease.name), options: options)
      }
      #expect(late?.code == .failedPrecondition)
      #expect(late?.reason == "RESERVATION_EXPIRED")
      try await inventory.server.expireDue()
      #expect(try await inventory.state(of: "+12015550100") == .available)
      clock.advance(by: .seconds(3_600))
      try await inventory.server.expireDue()
      let forgotten = await refusal {
        _ = try await inventory.client.getReservation(.init(name: lease.name), options: options)
      }
      #expect(forgotten?.code == .notFound)
    }
  }
}

extension RunningInventory {
  /// Does what Ordering does.
  func order(_ reservation: InventoryV1.Reservation) async throws {
    let options = TestCaller.service.options
    let order = "organizations/acme/orders/o1"
    _ = try await client.holdForOrder(
      .init(reservation: reservation.name, fencingToken: reservation.fencingToken, order: order),
      options: options
    )
    _ = try await client.assignNumbers(
      .init(order: order, location: "organizations/acme/locations/hq"),
      options: options
    )
  }
}
