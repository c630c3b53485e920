import ArgumentParser
import Messages

/// `trunkline numbers stock`
struct CountNumbers: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stock",
    abstract: "Count numbers and blocks, in all and by area code or city.",
    discussion: "Example:  trunkline numbers stock --region NJ"
  )

  @OptionGroup(title: "Which numbers") var criteria: CriteriaOptions

  @Flag(help: "Count by city instead of area code.")
  var byCity = false

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = InventoryV1.GetStockRequest(criteria: criteria.message, byCity: byCity)
    let stock = try await gateway.call { try await $0.inventory.getStock(request, options: $0.options) }
    try Output.show(stock, asJSON: gateway.json) { text(of: stock) }
  }

  private func text(of stock: InventoryV1.Stock) -> String {
    var table = Table(
      byCity ? "city" : "area",
      "region",
      "numbers",
      "available",
      "blocks of 10",
      "of 50",
      "of 100"
    )
    func add(
      _ name: String,
      _ region: String,
      _ total: Int64,
      _ available: Int64,
      _ blocks: [InventoryV1.BlockStock]
    ) {
      func count(_ size: Int32) -> String { (blocks.first { $0.size == size }?.available ?? 0).grouped }
      table.add(name, region, total.grouped, available.grouped, count(10), count(50), count(100))
    }
    for city in stock.cities { add(city.city, city.region, city.total, city.available, city.blocks) }
    if !byCity {
      for area in stock.areas { add(area.areaCode, area.region, area.total, area.available, area.blocks) }
    }
    add("all", "", stock.total, stock.available, stock.blocks)
    return table.text
  }
}
