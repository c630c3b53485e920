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

  /// domain.md section 2: with every offer, by country; an order states them itself.
  @Test func whatIsOfferedStatesTheLimitsOfUse() async throws {
    try await withInventory { inventory in
      try await inventory.stock()
      try await inventory.knowCatalog()
      let options = TestCaller.acme.options
      for (country, limits) in [
        ("US", [TypeV1.UseLimit.notForResale, .noX11But911]), ("DE", [.notForResale]), ("FR", []),
      ] {
        let request = InventoryV1.SearchNumbersRequest(criteria: .init(countryCode: country))
        #expect(try await inventory.client.searchNumbers(request, options: options).useLimits == limits)
      }
      let reservation = try await inventory.reserve(["+12015550101"])
      #expect(reservation.useLimits == [.notForResale, .noX11But911])
      let released = try await inventory.client.releaseReservation(
        .init(name: reservation.name, requestId: "5f1f0d6e-3c5b-4b3d-8d2b-5a1ed0f5a001"),
        options: options
      )
      #expect(released.useLimits.isEmpty)
    }
  }

  /// By the rules of the country, and not by its name.
  @Test func tollFreeNumbersAreSoughtWhereTheCountryHasThem() async throws {
    try await withInventory { inventory in
      try await inventory.stock()
      try await inventory.knowCatalog()
      func search(_ country: String) async throws -> [InventoryV1.Number] {
        let criteria = InventoryV1.NumberCriteria(countryCode: country, numberType: .tollFree)
        let request = InventoryV1.SearchNumbersRequest(criteria: criteria)
        return try await inventory.client.searchNumbers(request, options: TestCaller.reader.options).numbers
      }
      _ = try await search("US")
      let refused = await refusal { _ = try await search("DE") }
      #expect(refused?.reason == "TOLL_FREE_UNAVAILABLE")
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
