import Messages
import NeighbourTesting
import RPC
import Testing

@Suite struct NumberCallTests {
  @Test func searchOffersWhatCanBeReserved() async throws {
    try await withInventory { inventory in
      try await inventory.stock()
      let request = InventoryV1.SearchNumbersRequest(
        criteria: .init(countryCode: "US", city: "jersey city"),
        pageSize: 5
      )
      let page = try await inventory.client.searchNumbers(request, options: TestCaller.reader.options)
      #expect(page.numbers.count == 5)
      let number = try #require(page.numbers.first)
      #expect(number.city == "Jersey City")
      #expect(number.areaCode == "201")
      #expect(number.provider == "providers/trunkline")
      #expect(number.displayNumber.hasPrefix("(201) 555-"))
      let reservation = try await inventory.reserve(page.numbers.map(\.phoneNumber))
      #expect(reservation.state == .active)

      var next = request
      next.pageToken = page.nextPageToken
      let second = try await inventory.client.searchNumbers(next, options: TestCaller.reader.options)
      #expect(Set(second.numbers.map(\.name)).isDisjoint(with: page.numbers.map(\.name)))
    }
  }

  @Test func aNumbersOwnerIsForItsOrganizationOnly() async throws {
    try await withInventory { inventory in
      try await inventory.stock()
      try await inventory.order(try await inventory.reserve(["+12015550100"]))
      let request = InventoryV1.GetNumberRequest(name: "numbers/12015550100")
      let own = try await inventory.client.getNumber(request, options: TestCaller.acme.options)
      #expect(own.location == "organizations/acme/locations/hq")
      // Taken, reserved and absent look the same to others.
      _ = try await inventory.reserve(["+12015550101"])
      for name in [request.name, "numbers/12015550101", "numbers/12019990100"] {
        let foreign = await refusal {
          _ = try await inventory.client.getNumber(.init(name: name), options: TestCaller.globex.options)
        }
        #expect(foreign?.code == .notFound && foreign?.reason == "RESOURCE_NOT_FOUND", "\(name)")
        #expect(foreign?.message.replacing(name, with: "NAME").contains("There is no NAME that") == true)
      }
      let list = try await inventory.client.listNumbers(
        .init(parent: "organizations/acme"),
        options: TestCaller.acme.options
      )
      #expect(list.numbers.first == own)
    }
  }

  @Test func badInputGetsCodeReasonAndField() async throws {
    try await withInventory { inventory in
      try await inventory.stock()
      let options = TestCaller.acme.options
      let client = inventory.client
      let noNumber = await refusal { _ = try await inventory.reserve(["+1201555O100"]) }
      #expect(noNumber?.code == .invalidArgument)
      #expect(noNumber?.reason == "INVALID_PHONE_NUMBER")
      #expect(noNumber?.fieldViolations.first?.field == "specific.phone_numbers[0]")
      let noCountry = await refusal { _ = try await client.searchNumbers(.init(), options: options) }
      #expect(noCountry?.fieldViolations.first?.field == "criteria.country_code")
      let nothing = await refusal {
        _ = try await client.reserveNumbers(.init(parent: "organizations/acme"), options: options)
      }
      #expect(nothing?.fieldViolations.first?.field == "selection")
      let unknown = await refusal {
        _ = try await client.getNumber(.init(name: "numbers/19995550100"), options: options)
      }
      #expect(unknown?.code == .notFound)
      let token = await refusal {
        _ = try await client.listNumbers(
          .init(parent: "organizations/acme", pageToken: "x"),
          options: options
        )
      }
      #expect(token?.reason == "INVALID_PAGE_TOKEN")
      let type = await refusal {
        let criteria = InventoryV1.NumberCriteria(countryCode: "US", numberType: .init(rawValue: 9))
        _ = try await client.searchNumbers(.init(criteria: criteria), options: options)
      }
      #expect(type?.reason == "INVALID_NUMBER_TYPE")
      let shown = await refusal {
        let many = (0...1_000).map { "+1201555\(1_000 + $0)" }
        _ = try await client.searchNumbers(
          .init(criteria: .init(countryCode: "US"), excludePhoneNumbers: many),
          options: options
        )
      }
      #expect(shown?.reason == "TOO_MANY_PHONE_NUMBERS")
      let filter = await refusal {
        let filter = InventoryV1.NumberFilter(
          location: "organizations/acme/locations",
          states: [.assigned, .init(rawValue: 99)],
          assignment: .init(rawValue: 7)
        )
        _ = try await client.countNumbers(
          .init(parent: "organizations/acme", filter: filter),
          options: options
        )
      }
      #expect(filter?.reason == "INVALID_RESOURCE_NAME")
      let fields = ["filter.location", "filter.states[1]", "filter.assignment"]
      #expect(filter?.fieldViolations.map(\.field) == fields)
      #expect(filter?.fieldViolations.last?.reason == "INVALID_FILTER")
      let location = await refusal {
        let filter = InventoryV1.NumberFilter(location: "hq")
        _ = try await client.listNumbers(
          .init(parent: "organizations/acme", filter: filter),
          options: options
        )
      }
      #expect(location?.fieldViolations.map(\.field) == ["filter.location"])
      #expect(location?.message.contains("organizations/*/locations/*") == true)
    }
  }
}
