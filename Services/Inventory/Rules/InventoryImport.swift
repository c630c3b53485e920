import Telephony

/// What became of a block of an import.
public enum ImportOutcome: Hashable, Sendable {
  /// It is new.
  case imported
  /// It was there, the same.
  case unchanged
}

extension Inventory {
  /// Adds a block to the stock; importing it again changes nothing.
  public mutating func importBlock(_ block: StockBlock) throws(Refusal) -> Decision<ImportOutcome> {
    if let present = stock[block.block] {
      guard present == block else { throw .blockDiffers(block) }
      return Decision(answer: .unchanged, changes: [], events: [])
    }
    apply(.block(block))
    return Decision(answer: .imported, changes: [.block(block)], events: [])
  }
}

extension Refusal {
  static func blockDiffers(_ block: StockBlock) -> Refusal {
    Refusal(
      .alreadyExists,
      "BLOCK_EXISTS",
      "The block of \(block.block.first) is in stock with another place, type or provider. Correct the source.",
      metadata: ["first_phone_number": block.block.first.e164]
    )
  }
}
