import Foundation
import Messages
import RPC
import StorageTesting
import Testing

@Suite struct SetUpCallTests {
  private static let secret = "Zyxstrasse"
  private static let requestID = "0b0f3a52-76b7-4a7a-8f2e-5a6b7c8d9e0f"
  private static let refusal = RPCError(
    .invalidArgument,
    reason: "INVALID_POSTAL_CODE",
    message: "address.postal_code: Correct it."
  )

  private func request(street: String = secret, address: Bool = true) -> OrderingV1.CreateSetUpOrderRequest {
    let contact = CatalogV1.ContractContact(
      givenName: "Ada",
      familyName: Self.secret,
      email: "ada@example.com",
      phoneNumber: "+12015550123"
    )
    return .init(
      parent: "organizations/acme",
      connection: .init(
        name: "organizations/acme/locations/hq",
        pstnConnection: .callingPlan,
        contractContact: contact
      ),
      emergencyAddress: address ? .init(countryCode: "US", street: street) : nil,
      requestId: Self.requestID
    )
  }

  private func create(
    _ ordering: RunningOrdering,
    _ request: OrderingV1.CreateSetUpOrderRequest,
    as principal: String = "acme-admin"
  ) async throws -> OrderingV1.SetUpOrder {
    try await OrderingV1.LocationSetUpServiceClient(ordering.channel)
      .createSetUpOrder(request, options: ordering.options(principal))
  }

  /// Reads an order until it has ended.
  private func end(_ name: String, _ ordering: RunningOrdering) async throws -> OrderingV1.SetUpOrder {
    let client = OrderingV1.LocationSetUpServiceClient(ordering.channel)
    for _ in 0..<2_000 {
      let order = try await client.getSetUpOrder(.init(name: name), options: ordering.options("acme-admin"))
      if order.state != .pending { return order }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("\(name) has not ended")
    return .init()
  }

  /// However far it has come: a caller whose time is over does not learn its name.
  @Test func itAnswersBeforeTheDeadline() async throws {
    let bench = try await OrderingBench()
    let neighbours = bench.replaceSetUpNeighbours()
    neighbours.stall(.address)
    try await bench.run { ordering in
      var options = ordering.options("acme-admin")
      options.deadline = .after(.seconds(3))
      let order = try await OrderingV1.LocationSetUpServiceClient(ordering.channel)
        .createSetUpOrder(request(), options: options)
      #expect(order.state == .pending && order.nextStep == "SET_EMERGENCY_ADDRESS")
    }
  }

  @Test func setUpsAreListedAmongAllOrders() async throws {
    let bench = try await OrderingBench()
    _ = bench.replaceSetUpNeighbours()
    try await bench.run { ordering in
      let first = try await ordering.create(OrderingV1.Order(selection: .quantity(.init(count: 1))))
      bench.clock.advance(by: .seconds(1))
      let setUp = try await create(ordering, request())
      bench.clock.advance(by: .seconds(1))
      let last = try await ordering.create(OrderingV1.Order(selection: .quantity(.init(count: 1))))
      let client = OrderingV1.PstnOrderServiceClient(ordering.channel)
      var (names, token): ([String], String) = ([], "")
      repeat {
        let page = try await client.listPstnOrders(
          .init(parent: "organizations/acme", pageSize: 1, pageToken: token),
          options: ordering.options("acme-admin")
        )
        names += page.pstnOrders.map { entry in
          switch entry.order {
          case .numberOrder(let order): order.name
          case .setUpOrder(let order): order.name
          case nil: ""
          }
        }
        token = page.nextPageToken
      } while !token.isEmpty
      #expect(names == [last.name, setUp.name, first.name])
      #expect(setUp.useLimits.count == 5)
      let foreign = await ordering.error {
        try await client.listPstnOrders(
          .init(parent: "organizations/acme"),
          options: ordering.options("other-admin")
        )
      }
      #expect(foreign?.code == .notFound)
    }
  }

  @Test func connectionSignatoryAndAddressAreOneOrder() async throws {
    let bench = try await OrderingBench()
    let neighbours = bench.replaceSetUpNeighbours()
    try await bench.run { ordering in
      let order = try await create(ordering, request())
      #expect(order.state == .completed && order.nextStep.isEmpty && order.reason.isEmpty)
      #expect(neighbours.location == .init(isConnected: true, hasAddress: true, version: 2))
      let again = try await create(ordering, request())
      #expect(again == order && neighbours.carriedOut == [.connect, .address])
      let reused = await ordering.error { try await create(ordering, request(street: "Main St")) }
      #expect(reused?.reason == "REQUEST_ID_REUSED")
      let listed = try await OrderingV1.LocationSetUpServiceClient(ordering.channel)
        .listSetUpOrders(.init(parent: "organizations/acme"), options: ordering.options("acme-admin"))
      #expect(listed.setUpOrders == [order])
      let foreign = await ordering.error {
        try await OrderingV1.LocationSetUpServiceClient(ordering.channel)
          .getSetUpOrder(.init(name: order.name), options: ordering.options("other-admin"))
      }
      #expect(foreign?.code == .notFound)
    }
    for file in try FileManager.default.contentsOfDirectory(atPath: bench.directory.path) {
      let bytes = FileManager.default.contents(atPath: bench.directory.file(file)) ?? Data()
      #expect(bytes.range(of: Data(Self.secret.utf8)) == nil, "\(file)")
    }
  }

  @Test func whatIsRefusedHalfWayIsTakenBack() async throws {
    let bench = try await OrderingBench()
    let neighbours = bench.replaceSetUpNeighbours()
    neighbours.refuse(.address, Self.refusal)
    try await bench.run { ordering in
      let order = try await create(ordering, request())
      #expect(order.state == .failed && order.reason == "INVALID_POSTAL_CODE")
      #expect(neighbours.location.isConnected == false && neighbours.location.hasAddress == false)
      #expect(neighbours.carriedOut == [.connect, .revert])
    }
  }

  @Test func whatTheCatalogRefusesIsToldAtOnce() async throws {
    let bench = try await OrderingBench()
    let neighbours = bench.replaceSetUpNeighbours()
    try await bench.run { ordering in
      let missing = await ordering.error { try await create(ordering, request(address: false)) }
      #expect(missing?.code == .invalidArgument && missing?.message.contains("emergency_address") == true)
      neighbours.refuse(
        .connect,
        RPCError(.failedPrecondition, reason: "OUTBOUND_CALLING_PLAN_REQUIRED", message: "License one.")
      )
      let refused = await ordering.error { try await create(ordering, request()) }
      #expect(refused?.reason == "OUTBOUND_CALLING_PLAN_REQUIRED" && neighbours.carriedOut.isEmpty)
    }
  }

  /// The process ends while a call is lost, before it was carried out or after; the next one goes on.
  @Test(arguments: [.connect, .address, .revert] as [SetUpNeighbours.Call], [false, true])
  func aCrashLeavesNothingHalfDone(call: SetUpNeighbours.Call, isCarriedOut: Bool) async throws {
    let bench = try await OrderingBench()
    let neighbours = bench.replaceSetUpNeighbours()
    if call == .revert { neighbours.refuse(.address, Self.refusal) }
    neighbours.lose(call, afterwards: isCarriedOut)
    let name = try await bench.run { ordering in
      let order = try await create(ordering, request())
      #expect(order.state == .pending && !order.nextStep.isEmpty)
      return order.name
    }
    neighbours.lose(call, afterwards: nil)
    try await bench.run { ordering in
      let order = try await end(name, ordering)
      let isUndone = call == .revert
      #expect(order.state == (isUndone ? .failed : .completed))
      #expect(neighbours.location.isConnected == !isUndone && neighbours.location.hasAddress == !isUndone)
      #expect(neighbours.carriedOut == [.connect, isUndone ? .revert : .address])
    }
  }

  @Test func aNeighbourThatIsBehindIsWaitedFor() async throws {
    let bench = try await OrderingBench()
    let neighbours = bench.replaceSetUpNeighbours()
    let unknown = RPCError(.notFound, reason: "LOCATION_UNKNOWN", message: "Not known yet.")
    neighbours.refuse(.address, unknown, times: 3)
    try await bench.run { ordering in
      let order = try await create(ordering, request())
      #expect(try await end(order.name, ordering).state == .completed)
      #expect(neighbours.carriedOut == [.connect, .address])
    }
  }
}
