import Messages
import NIOCore
import RPC
import RPCTransport
import Synchronization
import Testing

@testable import trunkline

/// An inventory that remembers what it was sent.
private final class RememberingInventory: Sendable {
  let messages = Mutex<[InventoryV1.ImportBlocksRequest]>([])
  let keys = Mutex<[String?]>([])

  var definition: ServiceDefinition {
    ServiceDefinition(
      name: "trunkline.inventory.v1.InventoryService",
      methods: [
        .clientStreaming(InventoryV1.InventoryServiceMethods.importBlocks) {
          (requests: RequestStream<InventoryV1.ImportBlocksRequest>, context: ServerContext) in
          self.keys.withLock { $0.append(context.metadata["authorization"]) }
          for try await request in requests { self.messages.withLock { $0.append(request) } }
          let count = self.messages.withLock { $0.reduce(0) { $0 + $1.blocks.count } }
          return InventoryV1.ImportBlocksResponse(
            imported: Int32(count),
            numbersImported: Int64(count) * 10_000
          )
        }
      ]
    )
  }
}

@Suite struct StockImportTests {
  @Test func blocksAreSentInOrderAThousandAtATime() async throws {
    let inventory = RememberingInventory()
    let server = RPCServer(configuration: .init(), services: [inventory.definition])
    let port = try await server.start().port ?? 0
    let client = try GatewayClient(address: "127.0.0.1:\(port)", apiKey: "secret")
    let blocks = (1...2_500).map { InventoryV1.StockBlock(firstPhoneNumber: "+1\($0)0000", line: Int32($0)) }
    var shown: [Int] = []
    let response = try await StockImport(client: client).send(blocks) { shown.append($0) }
    client.close()
    await server.shutdown(gracePeriod: .seconds(1))
    #expect(shown == [1_000, 2_000, 2_500])
    #expect(inventory.messages.withLock { $0.map(\.blocks.count) } == [1_000, 1_000, 500])
    #expect(inventory.messages.withLock { $0.flatMap(\.blocks) } == blocks)
    #expect(inventory.keys.withLock { $0 } == ["Bearer secret"])
    #expect(
      StockImport.summary(response) == "New: 2,500 blocks with 25,000,000 numbers. There already: 0."
    )
  }

  @Test func importingTwiceSaysThatNothingChanged() {
    #expect(
      StockImport.summary(.init(unchanged: 31_185))
        == "Nothing has changed. There already: 31,185 blocks."
    )
  }

  @Test func theStockOfTheSuiteIsRight() throws {
    let file = try Import.read(try InstalledFile.find("stock/north-america.csv"))
    #expect(file.problems == [])
    #expect(file.blocks.count > 31_000)
    #expect(Set(file.blocks.map(\.firstPhoneNumber)).count == file.blocks.count)
    #expect(Set(file.blocks.map(\.countryCode)) == ["US", "CA"])
  }
}
