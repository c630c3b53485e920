import InventoryRules
import Messages
import RPC
import ServiceKit
import Storage
import Telephony

extension InventoryServer {
  private static let blocksPerMessage = 1_000

  public func importBlocks(
    _ requests: RequestStream<InventoryV1.ImportBlocksRequest>,
    context: ServerContext
  ) async throws -> InventoryV1.ImportBlocksResponse {
    var response = InventoryV1.ImportBlocksResponse()
    for try await request in requests {
      guard request.blocks.count <= Self.blocksPerMessage else { throw Refusal(violations: [.tooManyBlocks]) }
      let part = try await importMessage(request)
      response.imported += part.imported
      response.unchanged += part.unchanged
      response.numbersImported += Int64(part.imported) * Int64(NumberBlock.size)
      response.errors += part.errors
      guard response.errors.count <= Self.blocksPerMessage else { throw Refusal.tooManyErrors }
    }
    return response
  }

  /// Imports a message whole, or nothing of it when any of its blocks is wrong.
  private func importMessage(
    _ request: InventoryV1.ImportBlocksRequest
  ) async throws -> InventoryV1.ImportBlocksResponse {
    var blocks: [StockBlock] = []
    var errors: [InventoryV1.ImportError] = []
    for message in request.blocks {
      do throws(Refusal) {
        blocks.append(try StockBlock(message))
      } catch {
        errors.append(.init(line: message.line, reason: error.reason, message: error.message))
      }
    }
    guard errors.isEmpty else { return .init(errors: errors) }
    return try await store(blocks, lines: request.blocks.map(\.line))
  }

  private func store(
    _ blocks: [StockBlock],
    lines: [Int32]
  ) async throws -> InventoryV1.ImportBlocksResponse {
    let now = clock.now()
    do {
      return try await database.write { transaction in
        var response = InventoryV1.ImportBlocksResponse()
        for (block, line) in zip(blocks, lines) {
          do {
            let outcome = try memory.change(in: transaction, at: now) { (inventory) throws(Refusal) in
              try inventory.importBlock(block)
            }
            if outcome == .imported { response.imported += 1 } else { response.unchanged += 1 }
          } catch let refusal as Refusal {
            response.errors.append(.init(line: line, reason: refusal.reason, message: refusal.message))
          }
        }
        guard response.errors.isEmpty else { throw RefusedImport(errors: response.errors) }
        return response
      }
    } catch let refused as RefusedImport {
      return .init(errors: refused.errors)
    }
  }
}

/// Undoes what a message has imported before the wrong block.
private struct RefusedImport: Error {
  let errors: [InventoryV1.ImportError]
}

extension StockBlock {
  fileprivate init(_ message: InventoryV1.StockBlock) throws(Refusal) {
    try self.init(
      firstPhoneNumber: message.firstPhoneNumber,
      countryCode: message.countryCode,
      type: NumberType(message.numberType),
      region: message.region,
      city: message.city,
      provider: message.provider
    )
  }
}

extension Violation {
  fileprivate static let tooManyBlocks = Violation(
    field: "blocks",
    reason: "TOO_MANY_BLOCKS",
    description: "A message has at most 1,000 blocks. Send several messages."
  )
}

extension Refusal {
  fileprivate static let tooManyErrors = Refusal(
    .invalid,
    "TOO_MANY_ERRORS",
    "More than 1,000 blocks are wrong. Check that the file is a stock file; what was applied stays."
  )
}
