import Foundation
import Messages
import NeighbourTesting
import RPC
import Testing

/// Orders of numbers that no reservation was made for, against the real inventory.
@Suite struct FulfillmentTests {
  private static func quantity(
    _ count: Int32,
    _ policy: OrderingV1.Fulfillment.Policy = .all,
    minimum: Int32 = 0
  ) -> OrderingV1.Order {
    OrderingV1.Order(
      selection: .quantity(.init(count: count)),
      fulfillment: .init(policy: policy, minimum: minimum)
    )
  }

  @Test func numbersAreOrderedByNameByCountAndAsABlock() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let names = ["+12015551234", "+12015550077"]
        for (wish, count) in [
          (OrderingV1.Order(selection: .specific(.init(phoneNumbers: names))), 2), (Self.quantity(7), 7),
          (OrderingV1.Order(selection: .block(.init(size: 50))), 50),
        ] {
          let order = try await ordering.create(wish)
          #expect(order.status?.reason == "WAITING_FOR_TERMS_OF_SERVICE")
          #expect(order.numbers.count == count && order.requestedCount == Int32(count))
          #expect(order.kind == .selfService)
          #expect(order.orderNumber.hasPrefix("PSTN-0000000"))
          let accepted = try await ordering.accept(order.name)
          #expect(accepted.numbers.allSatisfy { $0.outcome == .assigned })
          if count == 2 { #expect(Set(accepted.numbers.map(\.phoneNumber)) == Set(names)) }
        }
        let numbers = try await bench.inventory.numbersOfOrders()
        #expect(numbers.count == 59)
      }
    }
  }

  @Test func allOrNothingLeavesNothing() async throws {
    try await withBench { bench in
      try await bench.inventory.sellOut(leaving: 5)
      try await bench.run { ordering in
        let error = await ordering.error { try await ordering.create(Self.quantity(6)) }
        #expect(error?.code == .resourceExhausted)
        #expect(error?.reason == "INSUFFICIENT_STOCK")
        let orders = try await ordering.list().orders
        #expect(orders.isEmpty)
        // None of the five was kept.
        #expect(try await ordering.create(Self.quantity(5)).numbers.count == 5)
      }
    }
  }

  @Test func aPartialOrderTakesWhatThereIsButNotTooLittle() async throws {
    try await withBench { bench in
      try await bench.inventory.sellOut(leaving: 5)
      try await bench.run { ordering in
        let error = await ordering.error {
          try await ordering.create(Self.quantity(10, .partial, minimum: 6))
        }
        #expect(error?.reason == "INSUFFICIENT_STOCK")
        #expect(error?.message.contains("minimum of 6") == true)
        let order = try await ordering.create(Self.quantity(10, .partial, minimum: 3))
        #expect(order.numbers.count == 5 && order.requestedCount == 10)
      }
    }
  }

  @Test func ofNumbersAskedForByNameEachHasItsOutcome() async throws {
    try await withBench { bench in
      let taken = try await bench.inventory.reserve(1, organization: "other").phoneNumbers[0]
      let free = taken == "+12015550001" ? "+12015550002" : "+12015550001"
      try await bench.run { ordering in
        let order = try await ordering.create(
          OrderingV1.Order(
            selection: .specific(.init(phoneNumbers: [taken, free])),
            fulfillment: .init(policy: .partial, minimum: 1)
          )
        )
        #expect(order.numbers.map(\.outcome) == [.failed, .held])
        #expect(order.numbers[0].reason == "NUMBER_NOT_AVAILABLE")
        let accepted = try await ordering.accept(order.name)
        #expect(accepted.numbers.map(\.outcome) == [.failed, .assigned])
      }
    }
  }

  @Test func aBackorderIsFulfilledWhenStockArrivesAlsoAfterARestart() async throws {
    try await withBench { bench in
      try await bench.inventory.sellOut(leaving: 0)
      var name = ""
      try await bench.run { ordering in
        let order = try await ordering.create(Self.quantity(3, .backorder))
        #expect(order.state == .pending)
        #expect(order.status?.reason == "WAITING_FOR_STOCK")
        #expect(order.history.map(\.event) == ["CREATED", "STOCK_AWAITED"])
        name = order.name
      }
      try await bench.run { ordering in
        #expect(try await ordering.get(name).status?.reason == "WAITING_FOR_STOCK")
        try await bench.inventory.stock(
          .init(
            firstPhoneNumber: "+12015560000",
            countryCode: "US",
            region: "NJ",
            city: "Jersey City",
            numberType: .local,
            provider: "providers/example"
          )
        )
        let order = try await ordering.event(withStatus: "WAITING_FOR_TERMS_OF_SERVICE")
        #expect(order?.name == name && order?.numbers.count == 3)
        #expect(try await ordering.accept(name).state == .provisioned)
      }
    }
  }

  @Test func aBackorderCanBeCanceled() async throws {
    try await withBench { bench in
      try await bench.inventory.sellOut(leaving: 0)
      try await bench.run { ordering in
        let order = try await ordering.create(Self.quantity(3, .backorder))
        #expect(try await ordering.cancel(order.name).state == .canceled)
        #expect(try await bench.inventory.numbersOfOrders().isEmpty)
      }
    }
  }

  /// The system was down for longer than the reservation of an order lasts: it is made anew.
  @Test func aLeaseThatRanOutMeanwhileIsReplaced() async throws {
    try await withBench { bench in
      bench.inventory.channel.setFault(.init(call: .hold, isCarriedOut: false))
      try await bench.run { ordering in
        _ = await ordering.error { try await ordering.create(Self.quantity(2)) }
      }
      bench.inventory.expireLeases()
      bench.inventory.channel.setFault(nil)
      try await bench.run { ordering in
        let order = try await ordering.event(withStatus: "WAITING_FOR_TERMS_OF_SERVICE")
        #expect(order?.history.map(\.event).contains("RESERVATION_LOST") == true)
        #expect(try await bench.inventory.numbersOfOrders().count == 2)
      }
    }
  }

  @Test(arguments: [
    (OrderingV1.Order(selection: .block(.init(size: 20))), "order.block.size BLOCK_SIZE"),
    (OrderingV1.Order(selection: .quantity(.init(count: 101))), "order.quantity ORDER_TOO_LARGE"),
    (
      OrderingV1.Order(selection: .block(.init(criteria: .init(numberType: .tollFree), size: 10))),
      "order.block TOLL_FREE_BLOCK"
    ),
    (
      OrderingV1.Order(selection: .quantity(.init(criteria: .init(countryCode: "CA"), count: 1))),
      "order.quantity.criteria.country_code COUNTRY_MISMATCH"
    ),
    (
      OrderingV1.Order(selection: .specific(.init(phoneNumbers: ["12"]))),
      "order.specific.phone_numbers[0] INVALID_PHONE_NUMBER"
    ),
    (
      OrderingV1.Order(selection: .quantity(.init(count: 1)), usage: .service),
      "order.usage SERVICE_LICENSE_REQUIRED"
    ),
    (OrderingV1.Order(), "order.selection REQUIRED"),
  ])
  func whatCannotBeOrderedNamesItsField(wish: OrderingV1.Order, expected: String) async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        for validateOnly in [true, false] {
          let error = await ordering.error { try await ordering.create(wish, validateOnly: validateOnly) }
          let found =
            (error?.fieldViolations.map { "\($0.field) \($0.reason)" } ?? [])
            + (error?.preconditionViolations ?? [])
          #expect(found == [expected])
        }
      }
    }
  }

  @Test func valuesThatThereAreNotAreNamed() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let wish = OrderingV1.Order(
          selection: .quantity(.init(criteria: .init(numberType: .unrecognized(77)), count: 0)),
          fulfillment: .init(policy: .unrecognized(77)),
          usage: .unrecognized(77)
        )
        let error = await ordering.error { try await ordering.create(wish) }
        #expect(
          error?.fieldViolations.map { "\($0.field) \($0.reason)" } == [
            "order.quantity.count INVALID_QUANTITY", "order.fulfillment.policy UNKNOWN_VALUE",
            "order.usage UNKNOWN_VALUE", "order.quantity.criteria.number_type UNKNOWN_VALUE",
          ]
        )
      }
    }
  }

  @Test func tollFreeIsForTheUSAndCanadaOnly() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let wish = OrderingV1.Order(
          selection: .quantity(.init(criteria: .init(countryCode: "DE", numberType: .tollFree), count: 1))
        )
        let error = await ordering.error { try await ordering.create(wish, at: "berlin") }
        #expect(error?.reason == "TOLL_FREE_UNAVAILABLE")
      }
    }
  }

  @Test func serviceNumbersAreOrderedWithALicence() async throws {
    try await withBench { bench in
      let location = FakeCatalog.location(
        "acme",
        "hq",
        .callingPlan,
        subscription: .outboundCallingPlanWithServiceNumbers
      )
      bench.catalog.publish(.location(location))
      try await bench.run { ordering in
        let wish = OrderingV1.Order(selection: .quantity(.init(count: 1)), usage: .service)
        // The catalog told of the location without the licence before.
        while (try? await ordering.create(wish, validateOnly: true)) == nil { await Task.yield() }
        let order = try await ordering.create(wish)
        #expect(order.usage == .service)
        _ = try await ordering.accept(order.name)
        #expect(try await bench.inventory.numbersOfOrders().map(\.usage) == [.service])
      }
    }
  }
}

extension RPCError {
  /// `field reason` of what has to be done first.
  var preconditionViolations: [String] {
    details.flatMap { detail -> [String] in
      guard case .preconditionFailure(let violations) = detail else { return [] }
      return violations.map { "\($0.subject) \($0.type)" }
    }
  }
}
