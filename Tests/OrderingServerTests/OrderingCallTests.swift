import Foundation
import Messages
import RPC
import Testing

@Suite struct OrderingCallTests {
  @Test func anOrderGoesFromReservationToProvisioned() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(2, organization: "acme")
      try await bench.run { ordering in
        let order = try await ordering.create(reservation)
        #expect(order.state == .pending)
        #expect(order.status?.reason == "WAITING_FOR_TERMS_OF_SERVICE")
        #expect(order.status?.nextActor == "customer administrator")
        #expect(order.numbers.map(\.outcome) == [.held, .held])
        #expect(order.fencingToken == 0)
        let accepted = try await ordering.accept(order.name)
        #expect(accepted.state == .provisioned)
        #expect(accepted.numbers.map(\.outcome) == [.assigned, .assigned])
        #expect(
          accepted.history.map(\.event) == [
            "CREATED", "NUMBERS_HELD", "TERMS_OF_SERVICE_ACCEPTED", "PROVISIONED",
          ]
        )
        #expect(accepted.history.map(\.principal).first == "keys/acme-admin")
        let numbers = try await bench.inventory.numbersOfOrders()
        #expect(numbers.map(\.phoneNumber) == reservation.phoneNumbers.sorted())
        #expect(numbers.allSatisfy { $0.state == .assigned && $0.location == order.location })
        #expect(try await ordering.get(order.name) == accepted)
      }
      // Still there after a restart.
      try await bench.run { ordering in
        let states = try await ordering.list().orders.map(\.state)
        #expect(states == [.provisioned])
      }
    }
  }

  @Test func onlyTheCustomerSigns() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(1, organization: "acme")
      try await bench.run { ordering in
        try await ordering.waitUntilKnown("acme", as: "acme-partner")
        let order = try await ordering.create(reservation, as: "acme-partner")
        let error = await ordering.error { try await ordering.accept(order.name, as: "acme-partner") }
        #expect(error?.code == .permissionDenied)
        #expect(error?.message.contains("customer must sign") == true, "\(String(describing: error))")
        #expect(try await ordering.get(order.name, as: "acme-partner") == order)
      }
    }
  }

  @Test func aCanceledOrderGivesItsNumbersBack() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(1, organization: "acme")
      try await bench.run { ordering in
        let order = try await ordering.create(reservation)
        let canceled = try await ordering.cancel(order.name)
        #expect(canceled.state == .canceled)
        #expect(canceled.numbers.map(\.outcome) == [.released])
        #expect(try await bench.inventory.state(of: reservation) == .released)
        let error = await ordering.error { try await ordering.accept(order.name) }
        #expect(error?.reason == "ORDER_ENDED")
        #expect(try await ordering.cancel(order.name).state == .canceled)
      }
    }
  }

  @Test func aReservationIsOrderedOnce() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(1, organization: "acme")
      try await bench.run { ordering in
        let order = try await ordering.create(reservation)
        let held = await ordering.error { try await ordering.create(reservation) }
        #expect(held?.reason == "RESERVATION_HELD_BY_ORDER")
        _ = try await ordering.accept(order.name)
        let consumed = await ordering.error { try await ordering.create(reservation) }
        #expect(consumed?.code == .failedPrecondition && consumed?.reason == "RESERVATION_NOT_ACTIVE")
      }
    }
  }

  // domain.md section 2: the limits of use are stated with every offer.
  @Test func anOfferStatesWhatNumbersAreNotFor() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        #expect(try await ordering.create(.two, validateOnly: true).useLimits.count == 5)
        let order = try await ordering.create(.two)
        #expect(order.useLimits.contains { $0.contains("contact-center platforms") })
        #expect(order.useLimits.contains { $0.contains("X11") })
        let berlin = try await ordering.create(
          .init(selection: .quantity(.init(criteria: .init(numberType: .local), count: 2))),
          at: "berlin"
        )
        #expect(berlin.useLimits.count == 4 && !berlin.useLimits.contains { $0.contains("X11") })
        #expect(try await ordering.get(order.name).useLimits == order.useLimits)
        _ = try await ordering.accept(order.name)
        #expect(try await ordering.get(order.name).useLimits.isEmpty)
      }
    }
  }

  @Test func anInventoryThatAnswersNonsenseIsNotBelieved() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(1, organization: "acme")
      let nonsense = InventoryV1.Reservation(name: reservation.name, phoneNumbers: ["+1"], state: .active)
      bench.inventory.channel.falsify("GetReservation", nonsense.serialized())
      try await bench.run { ordering in
        let error = await ordering.error { try await ordering.create(reservation) }
        #expect(error?.code == .internal && error?.reason == "INVENTORY_ANSWER_MALFORMED")
        let orders = try await ordering.list().orders
        #expect(orders.isEmpty)
      }
    }
  }

  @Test func withoutACatalogNobodyIsRefusedByAnOldCopy() async throws {
    try await withBench { bench in
      await bench.stopCatalog()
      try await bench.run { ordering in
        let error = await ordering.error { try await ordering.create(.two) }
        #expect(error?.code == .unavailable && error?.reason == "CATALOG_STALE")
      }
    }
  }

  @Test func anExpiredReservationMakesNoOrder() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(1, organization: "acme")
      bench.inventory.expireLeases()
      try await bench.run { ordering in
        let error = await ordering.error { try await ordering.create(reservation) }
        #expect(error?.code == .failedPrecondition)
        #expect(error?.reason == "RESERVATION_EXPIRED")
        let orders = try await ordering.list().orders
        #expect(orders.isEmpty)
      }
    }
  }

  /// It was still good when it was read, and not any more when it was to be held.
  @Test func aRefusedHoldMakesNoOrderAndIsNotRemembered() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(1, organization: "acme")
      let gone = RPCError(.failedPrecondition, reason: "RESERVATION_EXPIRED", message: "Its lease ran out.")
      bench.inventory.channel.refuse(.hold, gone)
      try await bench.run { ordering in
        let id = UUID().uuidString
        for _ in 0..<2 {
          let error = await ordering.error { try await ordering.create(reservation, requestID: id) }
          #expect(error?.code == .failedPrecondition)
          #expect(error?.reason == "RESERVATION_EXPIRED")
        }
        let orders = try await ordering.list().orders
        #expect(orders.isEmpty)
      }
    }
  }

  @Test func everythingWrongIsToldAtOnceAlsoWithoutOrdering() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(50, organization: "trial", block: true)
      try await bench.run { ordering in
        for validateOnly in [true, false] {
          let error = await ordering.error {
            try await ordering.create(
              reservation,
              location: "nowhere",
              organization: "trial",
              token: 0,
              validateOnly: validateOnly,
              as: "trial-admin"
            )
          }
          #expect(error?.code == .invalidArgument)
          #expect(
            error?.fieldViolations.map(\.reason) == [
              "REQUIRED", "LOCATION_NOT_FOUND", "NOT_AVAILABLE_ON_TRIAL", "TRIAL_NUMBER_LIMIT",
            ]
          )
        }
        #expect(bench.inventory.channel.requestIDs(.hold).isEmpty)
      }
    }
  }

  @Test(arguments: [
    ("acme", "bare", "CALLING_PLAN_NOT_ENABLED"), ("unlicensed", "hq", "OUTBOUND_CALLING_PLAN_REQUIRED"),
  ])
  func conditionsAreChecked(organization: String, location: String, reason: String) async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(1, organization: organization)
      try await bench.run { ordering in
        let error = await ordering.error {
          try await ordering.create(
            reservation,
            location: location,
            organization: organization,
            as: "\(organization)-admin"
          )
        }
        #expect(error?.code == .failedPrecondition)
        #expect(error?.reason == reason)
      }
    }
  }

  /// The location is not in the copy, because its event has not come: the catalog itself is asked.
  @Test func aLocationThatWasJustMadeIsFound() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(1, organization: "acme")
      try await bench.run { ordering in
        let order = try await ordering.create(reservation, location: "new")
        #expect(order.location == "organizations/acme/locations/new")
      }
    }
  }

  @Test func validateOnlyShowsTheOrderAndKeepsNothing() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(3, organization: "acme")
      try await bench.run { ordering in
        let order = try await ordering.create(reservation, validateOnly: true)
        #expect(order.numbers.count == 3)
        #expect(order.name.isEmpty)
        let orders = try await ordering.list().orders
        #expect(orders.isEmpty)
        #expect(try await bench.inventory.numbersOfOrders().isEmpty)
      }
    }
  }

  @Test func aTrialNeverGetsMoreThanTenNumbersHoweverManyAskAtOnce() async throws {
    try await withBench { bench in
      var reservations: [InventoryV1.Reservation] = []
      for _ in 0..<8 { reservations.append(try await bench.inventory.reserve(3, organization: "trial")) }
      try await bench.run { ordering in
        await withTaskGroup(of: Void.self) { group in
          for reservation in reservations {
            group.addTask {
              _ = try? await ordering.create(reservation, organization: "trial", as: "trial-admin")
            }
          }
        }
        let numbers = try await bench.inventory.numbersOfOrders("trial")
        #expect(numbers.count == 9)
      }
    }
  }

  @Test func aForeignOrderIsAnAbsentOrder() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(1, organization: "acme")
      try await bench.run { ordering in
        let order = try await ordering.create(reservation)
        let absent = "organizations/acme/orders/absent"
        let calls: [@Sendable (String) async throws -> Void] = [
          { _ = try await ordering.get($0, as: "other-admin") },
          { _ = try await ordering.accept($0, as: "other-admin") },
          { _ = try await ordering.cancel($0, as: "other-admin") },
        ]
        for call in calls {
          let foreign = await ordering.error { try await call(order.name) }
          let missing = await ordering.error { try await call(absent) }
          #expect(foreign?.code == .notFound)
          #expect(foreign?.reason == missing?.reason)
          #expect(foreign?.message == missing?.message.replacing(absent, with: order.name))
        }
        #expect(try await ordering.get(order.name) == order)
        let other = await ordering.error { try await ordering.create(reservation, as: "other-admin") }
        #expect(other?.code == .notFound)
      }
    }
  }

  @Test func listsGoBackInTimeAndStayAsTheyWere() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        var names: [String] = []
        for _ in 0..<5 {
          let reservation = try await bench.inventory.reserve(1, organization: "acme")
          names.append(try await ordering.create(reservation).name)
        }
        let first = try await ordering.list(size: 2)
        #expect(first.orders.map(\.name) == [names[4], names[3]])
        _ = try await ordering.create(bench.inventory.reserve(1, organization: "acme"))
        let second = try await ordering.list(size: 2, token: first.nextPageToken)
        #expect(second.orders.map(\.name) == [names[2], names[1]])
        let third = try await ordering.list(size: 2, token: second.nextPageToken)
        #expect(third.orders.map(\.name) == [names[0]])
        #expect(third.nextPageToken.isEmpty)
        let error = await ordering.error { try await ordering.list(token: "nonsense") }
        #expect(error?.reason == "INVALID_PAGE_TOKEN")
      }
    }
  }

  @Test func watchingShowsEveryStateUntilItIsSettled() async throws {
    try await withBench { bench in
      let reservation = try await bench.inventory.reserve(1, organization: "acme")
      try await bench.run { ordering in
        let order = try await ordering.create(reservation)
        let request = OrderingV1.WatchOrderRequest(name: order.name)
        let watched = try await ordering.client.watchOrder(request, options: ordering.options("acme-reader"))
        var orders = watched.makeAsyncIterator()
        // The link to the terms is not for readers.
        var seen = order
        seen.termsOfService?.uri = ""
        #expect(try await orders.next() == seen)
        _ = try await ordering.accept(order.name)
        var last: OrderingV1.Order?
        while let next = try await orders.next() { last = next }
        #expect(last?.state == .provisioned)
      }
    }
  }
}
