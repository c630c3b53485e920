import Messages
import NeighbourTesting
import RPC
import StorageTesting
import Testing

@Suite struct SearchCallTests {
  @Test func vanityWithAlternativesAndExplanation() async throws {
    try await withInventory { inventory in
      try await inventory.stock()
      let options = TestCaller.reader.options
      let request = InventoryV1.SearchNumbersRequest(
        criteria: .init(countryCode: "US", city: "New York", endsWith: "jazz"),
        pageSize: 2,
        bestEffort: true
      )
      let page = try await inventory.client.searchNumbers(request, options: options)
      #expect(page.numbers.map(\.phoneNumber) == ["+12125555299"])
      #expect(page.alternatives.map(\.relaxed) == [["city"]])
      #expect(page.alternatives.first?.number?.phoneNumber == "+12015555299")
      let explanation = try await inventory.client.explainSearch(.init(search: request), options: options)
      #expect(explanation.total == 20_000)
      #expect(explanation.matching == 1)
      #expect(
        explanation.filters == [
          .init(filter: "city", removed: 10_000), .init(filter: "ends_with", removed: 9_999),
        ]
      )
      var shown = request
      shown.excludePhoneNumbers = page.numbers.map(\.phoneNumber)
      shown.bestEffort = false
      #expect(try await inventory.client.searchNumbers(shown, options: options).numbers.isEmpty)
    }
  }

  @Test func pagesGoOnAfterARestart() async throws {
    let directory = try TemporaryDirectory()
    var request = InventoryV1.SearchNumbersRequest(
      criteria: .init(countryCode: "CA", contains: "77"),
      pageSize: 300
    )
    var found: [String] = []
    repeat {
      try await withInventory(in: directory) { inventory in
        try await inventory.stock()
        let page = try await inventory.client.searchNumbers(request, options: TestCaller.reader.options)
        found += page.numbers.map(\.phoneNumber)
        request.pageToken = page.nextPageToken
      }
    } while !request.pageToken.isEmpty
    let expected = (0..<10_000).map { "+1416555\("\(10_000 + $0)".dropFirst())" }.filter { $0.contains("77") }
    #expect(found.sorted() == expected)
  }

  @Test func countsByCity() async throws {
    try await withInventory { inventory in
      try await inventory.stock()
      let stock = try await inventory.client.getStock(
        .init(criteria: .init(countryCode: "US"), byCity: true),
        options: TestCaller.reader.options
      )
      #expect(stock.cities.map(\.city) == ["Jersey City", "New York"])
      #expect(stock.blocks.map(\.available) == [2_000, 400, 200])
      #expect(stock.areas.first?.blocks.last == .init(size: 100, available: 100))
    }
  }
}
