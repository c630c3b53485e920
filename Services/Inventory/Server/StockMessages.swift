import InventoryRules
import Messages
import Telephony

extension InventoryV1.Stock {
  init(_ count: StockCount) {
    self.init(
      total: Int64(count.counts.total),
      available: Int64(count.counts.available),
      areas: count.areas.map { area in
        InventoryV1.AreaStock(
          areaCode: area.name,
          region: area.region,
          total: Int64(area.counts.total),
          available: Int64(area.counts.available),
          blocks: area.counts.blocks
        )
      },
      cities: count.cities.map { city in
        InventoryV1.CityStock(
          city: city.name,
          region: city.region,
          total: Int64(city.counts.total),
          available: Int64(city.counts.available),
          blocks: city.counts.blocks
        )
      },
      blocks: count.counts.blocks
    )
  }
}

extension StockCount.Counts {
  fileprivate var blocks: [InventoryV1.BlockStock] {
    zip(OrderableBlock.sizes, wholeRuns).map { .init(size: Int32($0), available: Int64($1)) }
  }
}

extension InventoryV1.ExplainSearchResponse {
  init(_ explanation: SearchExplanation) {
    self.init(
      total: Int64(explanation.total),
      filters: explanation.steps.map { .init(filter: $0.filter, removed: Int64($0.removed)) },
      matching: Int64(explanation.matching)
    )
  }
}
