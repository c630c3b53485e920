import Foundation
import Messages
import NeighbourTesting
import RPC
import Testing

@Suite struct RaceTests {
  @Test func twoHundredReserversOfTenNumbersGetTenWinners() async throws {
    try await withInventory { inventory in
      try await inventory.stock()
      let numbers = (0..<10).map { "+1201555010\($0)" }
      let outcomes = await withTaskGroup(of: (String, RPCError?).self) { group in
        for index in 0..<200 {
          let number = numbers[index % 10]
          let caller: TestCaller = index % 2 == 0 ? .acme : .globex
          group.addTask {
            (number, await refusal { _ = try await inventory.reserve([number], as: caller) })
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      let winners = outcomes.filter { $0.1 == nil }.map(\.0)
      #expect(winners.sorted() == numbers)
      let reasons = Set(outcomes.compactMap { $0.1?.reason })
      #expect(reasons == ["NUMBER_NOT_AVAILABLE"])
    }
  }

  @Test func oneRequestSentFiftyTimesAtOnceReservesOnce() async throws {
    try await withInventory { inventory in
      try await inventory.stock()
      let id = UUID().uuidString
      let request = InventoryV1.ReserveNumbersRequest(
        parent: "organizations/acme",
        requestId: id,
        selection: .quantity(.init(criteria: .init(countryCode: "US"), count: 3))
      )
      let answers = try await withThrowingTaskGroup(of: InventoryV1.Reservation.self) { group in
        for _ in 0..<50 {
          group.addTask {
            try await inventory.client.reserveNumbers(request, options: TestCaller.acme.options)
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.count == 50)
      #expect(Set(answers).count == 1)
      let stock = try await inventory.client.getStock(
        .init(criteria: .init(countryCode: "US")),
        options: TestCaller.acme.options
      )
      #expect(stock.available == 19_997)

      var other = request
      other.bestEffort = true
      let reused = await refusal {
        _ = try await inventory.client.reserveNumbers(other, options: TestCaller.acme.options)
      }
      #expect(reused?.reason == "REQUEST_ID_REUSED")
    }
  }
}
