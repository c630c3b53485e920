import Foundation
import Messages
import RPC
import StorageTesting
import Testing

@Suite struct PortingTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func eachNumberIsAnsweredInTheOrderAsked() async throws {
    try await PortingBench.run(in: directory) { bench in
      let numbers = ["+12015551234", "+12015550121", "nonsense", "+442079460018"]
      let answers = try await bench.calls.check(numbers, as: "acme-reader")
      #expect(answers.map(\.phoneNumber) == numbers)
      #expect(answers.map(\.portability) == [.portable, .notPortable, .notPortable, .notPortable])
      #expect(
        answers.map(\.reason) == ["", "TN_NOT_PORTABLE", "INVALID_PHONE_NUMBER", "COUNTRY_MISMATCH"]
      )
      #expect(!answers[0].losingCarrier.isEmpty)
      #expect(answers.dropFirst().allSatisfy { !$0.fix.isEmpty })
    }
  }

  @Test func aCarrierThatIsDownIsNoAnswer() async throws {
    try await PortingBench.run(in: directory) { bench in
      for number in ["+12015550128", "+12015551234"] {
        let error = await bench.calls.error { try await bench.calls.check([number]) }
        #expect(error?.code == .unavailable)
        #expect(error?.reason == "CARRIER_UNAVAILABLE")
        await bench.stopCarrier()
      }
      let error = await bench.calls.error { try await bench.calls.create(["+12015551234"]) }
      #expect(error?.code == .unavailable)
      let orders = try await bench.calls.list().portOrders
      #expect(orders.isEmpty)
    }
  }

  /// A follower that begins late gets what there is, and sees by the sequence that something is missing.
  @Test func eventsBeginWithTheOldestThatIsKept() async throws {
    try await PortingBench.run(in: directory) { bench in
      _ = try await bench.calls.create(["+12015551234"])
      bench.clock.advance(by: .seconds(8 * 86_400))
      // Expired events go with later writes.
      for number in 2..<6 { _ = try await bench.calls.create(["+1201555123\(number + 3)"]) }
      let stream = try await bench.calls.client.watchEvents(.init(), options: bench.calls.options("follower"))
      defer { stream.cancel() }
      var events = stream.makeAsyncIterator()
      let first = try #require(try await events.next())
      #expect(first.sequence > 1)
      #expect(try await events.next()?.sequence == first.sequence + 1)
    }
  }

  @Test func aListIsAskedForRightly() async throws {
    try await PortingBench.run(in: directory) { bench in
      let error = await bench.calls.error {
        try await bench.calls.client.listPortOrders(
          .init(parent: "organizations/acme", filter: .init(location: "hq", phoneNumber: "x")),
          options: bench.calls.options("acme-admin")
        )
      }
      #expect(error?.fieldViolations.map(\.field) == ["filter.location", "filter.phone_number"])
    }
  }

  @Test func aDraftKeepsEveryNumberAndSurvivesARestart() async throws {
    let id = UUID().uuidString
    let numbers = ["+12015551234", "+12015550122"]
    try await PortingBench.run(in: directory) { bench in
      let order = try await bench.calls.create(numbers, requestID: id)
      #expect(order.state == .pending)
      #expect(order.numbers.map(\.reason) == ["", "UNSUPPORTED_RATE_CENTER"])
      #expect(order.meaning.contains("1 of 2 numbers cannot be ported"))
    }
    try await PortingBench.run(in: directory) { bench in
      // The answer is known already: nobody asks the carrier.
      await bench.stopCarrier()
      let order = try await bench.calls.create(numbers, requestID: id)
      #expect(try await bench.calls.list().portOrders == [order])
      #expect(try await bench.calls.get(order.name) == order)
      let canceled = try await bench.calls.cancel(order.name)
      #expect(canceled.state == .canceled)
      #expect(try await bench.calls.cancel(order.name) == canceled)
      let error = await bench.calls.error { try await bench.calls.create(["+12015551235"], requestID: id) }
      #expect(error?.reason == "REQUEST_ID_REUSED")
    }
  }

  @Test func theSameRequestFiftyTimesAtOnceMakesOneDraft() async throws {
    try await PortingBench.run(in: directory) { bench in
      let id = UUID().uuidString
      let answers = try await withThrowingTaskGroup(of: PortingV1.PortOrder.self) { group in
        for _ in 0..<50 { group.addTask { try await bench.calls.create(["+12015551234"], requestID: id) } }
        return try await group.reduce(into: Set<PortingV1.PortOrder>()) { $0.insert($1) }
      }
      #expect(answers.count == 1)
      #expect(try await bench.calls.list().portOrders == Array(answers))
    }
  }

  @Test(arguments: [
    ("trial", "NOT_AVAILABLE_ON_TRIAL"), ("unlicensed", "OUTBOUND_CALLING_PLAN_REQUIRED"),
  ])
  func accountIsChecked(organization: String, reason: String) async throws {
    try await PortingBench.run(in: directory) { bench in
      let error = await bench.calls.error {
        try await bench.calls.create(["+12015551234"], organization: organization)
      }
      #expect(error?.code == .failedPrecondition)
      #expect(error?.reason == reason)
    }
  }

  /// domain.md section 2: by every method, and not only by those that order.
  @Test func aPartnerIsEnrolledAndManagesTheOrganization() async throws {
    try await PortingBench.run(in: directory) { bench in
      let order = try await bench.calls.create(["+12015551234"])
      // The event that tells of the partner may still be on its way.
      while (try? await bench.calls.get(order.name, as: "acme-partner")) == nil { await Task.yield() }
      let others = PortingV1.ListPortOrdersRequest(parent: "organizations/other")
      for refused in [
        await bench.calls.error {
          try await bench.calls.client.listPortOrders(others, options: bench.calls.options("other-partner"))
        },
        await bench.calls.error { try await bench.calls.check(["+12015551234"], as: "other-partner") },
      ] {
        #expect(refused?.code == .permissionDenied && refused?.reason == "PARTNER_NOT_ENROLLED")
      }
    }
  }

  @Test func aForeignPortOrderIsAnAbsentOne() async throws {
    try await PortingBench.run(in: directory) { bench in
      let order = try await bench.calls.create(["+12015551234"])
      for name in [order.name, "organizations/acme/portOrders/absent"] {
        for error in [
          await bench.calls.error({ try await bench.calls.get(name, as: "other-admin") }),
          await bench.calls.error({ try await bench.calls.cancel(name, as: "other-admin") }),
        ] {
          #expect(error?.code == .notFound)
          #expect(error?.reason == "RESOURCE_NOT_FOUND")
        }
      }
      #expect(try await bench.calls.get(order.name) == order)
    }
  }

  @Test func pagesGoBackInTime() async throws {
    try await PortingBench.run(in: directory) { bench in
      let first = try await bench.calls.create(["+12015551234"])
      let second = try await bench.calls.create(["+12015551235"])
      let page = try await bench.calls.list(size: 1)
      #expect(page.portOrders == [second])
      let next = try await bench.calls.list(size: 1, token: page.nextPageToken)
      #expect(next.portOrders == [first])
      #expect(next.nextPageToken.isEmpty)
    }
  }
}
