import Foundation
import Messages
import RPC
import Testing

@Suite struct ListAndWatchTests {
  private func names(
    _ ordering: RunningOrdering,
    _ filter: OrderingV1.OrderFilter,
    size: Int32 = 0,
    token: String = ""
  ) async throws -> (names: [String], token: String) {
    let answer = try await ordering.client.listOrders(
      .init(parent: "organizations/acme", pageSize: size, pageToken: token, filter: filter),
      options: ordering.options("acme-reader")
    )
    return (answer.orders.map(\.name), answer.nextPageToken)
  }

  @Test func aListIsFilteredAndStaysAsItWas() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        var orders: [OrderingV1.Order] = []
        for _ in 0..<4 {
          orders.append(try await ordering.create(.two))
          bench.clock.advance(by: .seconds(60))
        }
        let canceled = try await ordering.cancel(orders[1].name)
        let accepted = try await ordering.accept(orders[2].name)
        let assisted = try await ordering.create(
          OrderingV1.Order(selection: .quantity(.init(criteria: .init(numberType: .local), count: 1))),
          at: "berlin"
        )
        let number = try #require(accepted.numbers.first?.phoneNumber)
        let filters: [(OrderingV1.OrderFilter, [String])] = [
          (.init(states: [.pending]), [assisted.name, orders[3].name, orders[0].name]),
          (.init(states: [.canceled, .provisioned]), [accepted.name, canceled.name]),
          (.init(location: assisted.location), [assisted.name]), (.init(kind: .assisted), [assisted.name]),
          (.init(phoneNumber: number), [accepted.name]),
          (
            .init(createdFromTime: orders[1].createTime, createdBeforeTime: orders[3].createTime),
            [orders[2].name, orders[1].name]
          ),
          (.init(states: [.error]), []),
        ]
        for (filter, expected) in filters {
          let found = try await names(ordering, filter).names
          #expect(found == expected)
        }
        // A page does not move while others order.
        let first = try await names(ordering, .init(states: [.pending]), size: 2)
        _ = try await ordering.create(.two)
        let second = try await names(ordering, .init(states: [.pending]), size: 2, token: first.token)
        #expect(first.names + second.names == [assisted.name, orders[3].name, orders[0].name])
        #expect(second.token.isEmpty)
      }
    }
  }

  @Test func aWrongFilterNamesEveryField() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let error = await ordering.error {
          try await names(ordering, .init(states: [.unrecognized(77)], location: "berlin", phoneNumber: "x"))
        }
        let fields = ["filter.states", "filter.location", "filter.phone_number"]
        #expect(error?.fieldViolations.map(\.field) == fields)
        #expect(error?.reason == "INVALID_STATE")
      }
    }
  }

  /// A follower that begins late gets what there is, and sees by the sequence that something is missing.
  @Test func eventsBeginWithTheOldestThatIsKept() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let old = try await ordering.create(.two)
        bench.clock.advance(by: .seconds(8 * 86_400))
        // Expired events go with later writes.
        for _ in 0..<4 { _ = try await ordering.create(.two) }
        let events = try await ordering.client.watchEvents(.init(), options: ordering.options("follower"))
        defer { events.cancel() }
        var iterator = events.makeAsyncIterator()
        let first = try #require(try await iterator.next())
        #expect(first.sequence > 1 && first.order?.name != old.name)
        #expect(try await iterator.next()?.sequence == first.sequence + 1)
        let expired = await ordering.error {
          let stream = try await ordering.client.watchEvents(
            .init(cursor: 1),
            options: ordering.options("follower")
          )
          for try await _ in stream {}
        }
        #expect(expired?.reason == "CURSOR_EXPIRED")
      }
    }
  }

  @Test func watchingGoesOnWhereItEnded() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let order = try await ordering.create(.two)
        var changes = try await ordering.client.watchOrder(
          .init(name: order.name, afterEtag: order.etag),
          options: ordering.options("acme-reader")
        )
        .makeAsyncIterator()
        _ = try await ordering.cancel(order.name)
        // The order as it was is not sent again.
        let first = try #require(try await changes.next())
        #expect(first.etag != order.etag)
        var last = first
        while let next = try await changes.next() { last = next }
        #expect(last.state == .canceled)
        #expect(last.history.starts(with: order.history))
        let wrong = await ordering.error {
          let stream = try await ordering.client.watchOrder(
            .init(name: order.name, afterEtag: "x"),
            options: ordering.options("acme-reader")
          )
          for try await _ in stream {}
        }
        #expect(wrong?.reason == "INVALID_ETAG")
      }
    }
  }
}
