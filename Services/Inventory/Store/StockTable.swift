import InventoryRules
import Storage
import Telephony

/// Rows of blocks.
enum StockTable {
  static func insert(_ block: StockBlock, in transaction: Transaction) throws {
    try transaction.execute(
      .insertBlock,
      Int64(block.block.index),
      block.countryCode,
      Int64(block.type.rawValue),
      block.areaCode,
      block.region,
      block.city,
      block.provider
    )
  }

  static func load(into inventory: inout Inventory, in transaction: Transaction) throws {
    try transaction.query(.selectBlocks) { row in
      let index: Int64 = row[0]
      let type: Int64 = row[2]
      guard let block = UInt64(exactly: index).flatMap(NumberBlock.init(index:)),
        let type = UInt8(exactly: type).flatMap(NumberType.init)
      else { throw StorageError(.corrupt, "block \(index) cannot be read") }
      let stock = StockBlock(
        block: block,
        countryCode: row[1],
        type: type,
        areaCode: row[3],
        region: row[4],
        city: row[5],
        provider: row[6]
      )
      inventory.apply(.block(stock))
    }
  }
}

extension Statement {
  fileprivate static let insertBlock = Statement(
    "INSERT INTO stock_block VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
  )
  // In rising order, in which the index only appends.
  fileprivate static let selectBlocks = Statement(
    """
    SELECT block_index, country_code, number_type, area_code, region, city, provider
    FROM stock_block ORDER BY block_index
    """
  )
}
