import Foundation
import Messages
import NeighbourTesting
import RPC
import Testing

@Suite struct BillingCallTests {
  @Test func aNumberIsChargedFromItsProvisioningOn() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let order = try await ordering.create(.two)
        // The catalog's licence of acme is charged for already.
        #expect(try await ordering.billingEvents().map(\.subject) == [.outboundCallingPlans(1)])
        let accepted = try await ordering.accept(order.name)
        let events = try await ordering.billingEvents()
        #expect(events.map(\.kind) == [.start, .start, .start])
        #expect(events.map(\.cause) == ["COMMITTED", "PROVISIONED", "PROVISIONED"])
        #expect(events.dropFirst().map(\.subject) == accepted.numbers.map { .phoneNumber($0.phoneNumber) })
        #expect(events.dropFirst().allSatisfy { $0.order == order.name })
        #expect(events.dropFirst().allSatisfy { $0.effectiveTime == accepted.updateTime })
        #expect(events.allSatisfy { ($0.proration?.chargedDays ?? 0) > 0 })
        let page = try await ordering.client.listBillingEvents(
          .init(parent: "organizations/acme", pageSize: 2),
          options: ordering.options("acme-reader")
        )
        #expect(page.events == Array(events.prefix(2)))
        let rest = try await ordering.client.listBillingEvents(
          .init(parent: "organizations/acme", pageSize: 2, pageToken: page.nextPageToken),
          options: ordering.options("acme-reader")
        )
        #expect(rest.events == Array(events.suffix(1)) && rest.nextPageToken.isEmpty)
      }
    }
  }

  @Test func aNumberThatIsGivenUpIsNotChargedAnyMore() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let order = try await ordering.accept(ordering.create(.two).name)
        let number = order.numbers[0].phoneNumber
        bench.clock.advance(by: .seconds(86_400))
        try await bench.inventory.release([number], organization: "acme")
        let stop = try await ordering.billing(of: "organizations/acme", count: 4)[3]
        #expect(stop.kind == .stop && stop.cause == "RELEASED" && stop.order == order.name)
        #expect(stop.subject == .phoneNumber(number))
        #expect(stop.effectiveTime?.seconds == (order.updateTime?.seconds ?? 0) + 86_400)
      }
      // The event is applied once, also by another process.
      try await bench.run { ordering in
        let other = try await ordering.accept(ordering.create(.two).name)
        try await bench.inventory.release([other.numbers[0].phoneNumber], organization: "acme")
        let events = try await ordering.billing(of: "organizations/acme", count: 7)
        #expect(events.count { $0.kind == .stop } == 2)
      }
    }
  }

  // domain.md section 4: ported numbers are charged at port completion.
  @Test func aPortedNumberIsChargedFromItsArrivalOnUntilItLeaves() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let (order, number) = ("organizations/acme/portOrders/p1", "+12125550100")
        let arrival = try await bench.inventory.portIn(number, order: order, location: "hq")
        #expect(arrival == .portedIn)
        // The licence that the catalog tells of is charged before or after.
        let starts = try await ordering.billing(of: "organizations/acme", count: 2)
        let start = try #require(starts.first { $0.cause == "PORTED_IN" })
        #expect(start.kind == .start && start.order == order)
        #expect(start.subject == .phoneNumber(number))
        #expect(start.effectiveTime?.seconds == bench.clock.now().seconds)
        #expect(try await ordering.reconcile().discrepancies.isEmpty)
        bench.clock.advance(by: .seconds(86_400))
        try await bench.inventory.portOut([number], organization: "acme")
        let stop = try await ordering.billing(of: "organizations/acme", count: 3)[2]
        #expect(stop.kind == .stop && stop.cause == "PORTED_OUT" && stop.order == order)
      }
      // What was followed once is not charged again.
      try await bench.run { ordering in
        _ = try await ordering.accept(ordering.create(.two).name)
        #expect(try await ordering.billingEvents().map(\.kind) == [.start, .start, .stop, .start, .start])
      }
    }
  }

  @Test func whatATrialGaveUpIsNotChargedAtItsConversion() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let order = try await ordering.create(.two, organization: "trial", as: "trial-admin")
        _ = try await ordering.accept(order.name, as: "trial-admin")
        let (gone, kept) = (order.numbers[0].phoneNumber, order.numbers[1].phoneNumber)
        try await bench.inventory.release([gone], organization: "trial")
        // Something that comes after it, to know that it was followed.
        let marker = try await ordering.accept(ordering.create(.two).name)
        try await bench.inventory.release([marker.numbers[0].phoneNumber], organization: "acme")
        _ = try await ordering.billing(of: "organizations/acme", count: 4)
        bench.catalog.publish(.organization(FakeCatalog.organization("trial", .paid, plans: 1)))
        bench.catalog.publish(.organization(FakeCatalog.organization("trial", .paid, plans: 2)))
        let events = try await ordering.billing(of: "organizations/trial", count: 3)
        #expect(
          events.map(\.subject) == [.outboundCallingPlans(1), .phoneNumber(kept), .outboundCallingPlans(1)]
        )
      }
    }
  }

  // domain.md section 4: at the requested service date.
  @Test func licencesAreChargedFromTheirServiceDateOn() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        var licensed = FakeCatalog.organization("unlicensed", .paid, plans: 3)
        licensed.serviceDate = "2100-02-01"
        bench.catalog.publish(.organization(licensed))
        let event = try await ordering.billing(of: "organizations/unlicensed", count: 1)[0]
        #expect(event.subject == .outboundCallingPlans(3))
        #expect(event.effectiveTime == .init(seconds: 4_105_123_200))
      }
    }
  }

  // domain.md section 2: a trial is free, and its billing events begin at conversion.
  @Test func aTrialIsChargedFromItsConversionOn() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let order = try await ordering.create(.two, organization: "trial", as: "trial-admin")
        let accepted = try await ordering.accept(order.name, as: "trial-admin")
        let before = try await ordering.billingEvents("trial")
        #expect(before.isEmpty)
        let converted = FakeCatalog.organization("trial", .paid, plans: 2)
        bench.catalog.publish(.organization(converted))
        let events = try await ordering.billing(of: "organizations/trial", count: 3)
        #expect(events.map(\.cause) == ["COMMITTED", "CONVERTED", "CONVERTED"])
        #expect(events.allSatisfy { $0.effectiveTime == converted.updateTime })
        #expect(events[0].subject == .outboundCallingPlans(2))
        #expect(events.dropFirst().map(\.subject) == accepted.numbers.map { .phoneNumber($0.phoneNumber) })
        // News that change nothing charge nothing; fewer licences are charged less.
        bench.catalog.publish(.organization(converted))
        bench.catalog.publish(.organization(FakeCatalog.organization("trial", .paid, plans: 1)))
        let last = try await ordering.billing(of: "organizations/trial", count: 4)[3]
        #expect(last.kind == .stop && last.cause == "REDUCED" && last.subject == .outboundCallingPlans(1))
      }
    }
  }
}

extension RunningOrdering {
  /// The first billing events of an organization, as they come.
  func billing(of organization: String, count: Int) async throws -> [OrderingV1.BillingEvent] {
    let stream = try await client.watchBillingEvents(.init(), options: options("follower"))
    defer { stream.cancel() }
    var events: [OrderingV1.BillingEvent] = []
    for try await event in stream where event.organization == organization {
      events.append(event)
      if events.count == count { break }
    }
    return events
  }
}
