import Messages

/// Sends blocks to the inventory, and sums up what it says.
struct StockImport {
  /// The most blocks that one message may carry (inventory.proto).
  static let blocksPerMessage = 1_000

  let client: GatewayClient

  /// - Parameter progress: told how many blocks the inventory has taken off the wire.
  func send(
    _ blocks: [InventoryV1.StockBlock],
    progress: (Int) -> Void
  ) async throws -> InventoryV1.ImportBlocksResponse {
    let call = try await client.inventory.importBlocks(options: client.unlimitedOptions)
    for start in stride(from: 0, to: blocks.count, by: Self.blocksPerMessage) {
      let end = min(start + Self.blocksPerMessage, blocks.count)
      try await call.send(.init(blocks: Array(blocks[start..<end])))
      progress(end)
    }
    return try await call.finish()
  }

  /// What an import did, for people.
  static func summary(_ response: InventoryV1.ImportBlocksResponse) -> String {
    if response.imported == 0, response.errors.isEmpty {
      return "Nothing has changed. There already: \(response.unchanged.counting("block"))."
    }
    var text =
      "New: \(response.imported.counting("block")) with \(response.numbersImported.counting("number")). "
      + "There already: \(response.unchanged.grouped)."
    if !response.errors.isEmpty { text += " Refused: \(response.errors.count.grouped)." }
    return text
  }
}
