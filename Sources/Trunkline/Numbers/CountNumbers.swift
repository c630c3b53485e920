import ArgumentParser
import Messages

/// `trunkline numbers stock`
struct CountNumbers: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stock",
    abstract: "Count numbers, in all and by area code.",
    discussion: "Example:  trunkline numbers stock --region NJ"
  )

  @OptionGroup(title: "Which numbers") var criteria: CriteriaOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = InventoryV1.GetStockRequest(criteria: criteria.message)
    let stock = try await gateway.call { try await $0.inventory.getStock(request, options: $0.options) }
    try Output.show(stock, asJSON: gateway.json) {
      var table = Table("area", "region", "numbers", "available")
      for area in stock.areas {
        table.add(area.areaCode, area.region, area.total.grouped, area.available.grouped)
      }
      table.add("all", "", stock.total.grouped, stock.available.grouped)
      return table.text
    }
  }
}
