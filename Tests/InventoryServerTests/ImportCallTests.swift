import Messages
import NeighbourTesting
import RPC
import Testing

@Suite struct ImportCallTests {
  @Test func importingTwiceChangesNothing() async throws {
    try await withInventory { inventory in
      let first = try await inventory.stock()
      #expect(first.imported == 3)
      #expect(first.numbersImported == 30_000)
      let second = try await inventory.stock()
      #expect(second == .init(unchanged: 3))
    }
  }

  @Test func aMessageIsAppliedWholeOrNotAtAll() async throws {
    try await withInventory { inventory in
      var odd = RunningInventory.blocks
      odd[1].firstPhoneNumber = "+12125550001"
      var different = RunningInventory.blocks
      different[0].city = "Hoboken"
      different[0].line = 7
      let newBlock = InventoryV1.StockBlock(
        firstPhoneNumber: "+13055550000",
        countryCode: "US",
        region: "FL",
        city: "Miami",
        numberType: .local
      )
      let response = try await inventory.stock([odd, [RunningInventory.blocks[0]], [newBlock, different[0]]])
      #expect(response.imported == 1)
      #expect(response.errors.map(\.reason) == ["BLOCK_NOT_ALIGNED", "BLOCK_EXISTS"])
      #expect(response.errors.map(\.line) == [2, 7])
      let stock = try await inventory.client.getStock(
        .init(criteria: .init(countryCode: "US")),
        options: TestCaller.reader.options
      )
      #expect(stock.total == 10_000)
    }
  }

  @Test func anImportHasLimits() async throws {
    try await withInventory { inventory in
      let many = await refusal {
        try await inventory.stock([Array(repeating: RunningInventory.blocks[0], count: 1_001)])
      }
      #expect(many?.reason == "TOO_MANY_BLOCKS")
      // Something else than a stock file is not read to its end.
      var wrong = RunningInventory.blocks[0]
      wrong.firstPhoneNumber = "+12015550001"
      let errors = await refusal {
        try await inventory.stock(Array(repeating: Array(repeating: wrong, count: 600), count: 2))
      }
      #expect(errors?.reason == "TOO_MANY_ERRORS")
    }
  }

  @Test func onlyOperatorsImport() async throws {
    try await withInventory { inventory in
      let error = await refusal {
        let call = try await inventory.client.importBlocks(options: TestCaller.acme.options)
        _ = try await call.finish()
      }
      #expect(error?.code == .permissionDenied)
    }
  }
}
