import Foundation
import Telephony
import Testing

@testable import InventoryRules

/// The stock of the other countries, as `trunkline import` sends it.
@Suite struct WorldStockTests {
  /// Every block of the file, with the area code that the file says it has.
  static let blocks: [(block: StockBlock, area: String)] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try! String(contentsOf: root.appending(path: "Deploy/stock/world.csv"), encoding: .utf8)
    return text.split(separator: "\n").filter { $0.first?.isNumber == true }.flatMap(read)
  }()

  private static func read(_ line: Substring) -> [(StockBlock, String)] {
    let cells = line.split(separator: ",", omittingEmptySubsequences: false)
    let (first, last) = (UInt64(cells[0])!, UInt64(cells[1])!)
    return stride(from: first, to: last, by: NumberBlock.size).map { number in
      let block = try! StockBlock(
        firstPhoneNumber: "+\(number)",
        countryCode: String(cells[3]),
        type: NumberType.allCases.first { $0.description == cells[2] },
        region: String(cells[5]),
        city: cells[6...].joined(separator: ",").replacing("\"", with: ""),
        provider: ""
      )
      return (block, String(cells[4]))
    }
  }

  @Test func areaCodesAndTypesAreThoseOfTheMetadata() {
    for (block, area) in Self.blocks {
      #expect(block.areaCode == area, "\(block.block.first)")
      #expect(block.block.number(at: 5_555).metadata?.type == block.type, "\(block.block.first)")
    }
  }

  @Test func everyCountryCanBeSearched() throws {
    let inventory = Inventory.stocked(Self.blocks.map(\.block).sorted { $0.block < $1.block })
    let stock = inventory.stock
    let countries = Set(Self.blocks.map(\.block.countryCode))
    #expect(countries.count == 22)
    for country in countries {
      let national = NumberCriteria(countryCode: country)
      let page = try stock.search(NumberSearch(criteria: national, pageSize: 30), seed: 4)
      #expect(page.numbers.count == 30)
      #expect(page.numbers.allSatisfy { $0.metadata?.isValid == true || country == "US" })
      let block = try #require(Self.blocks.first { $0.block.countryCode == country }?.block)
      let number = "\(block.block.number(at: 4_711).digits)".dropFirst(block.block.first.callingCodeLength)
      for criteria in [
        NumberCriteria(countryCode: country, areaCode: block.areaCode, city: block.city, endsWith: "4711"),
        NumberCriteria(countryCode: country, prefix: String(number)),
        NumberCriteria(countryCode: country, contains: String(number.dropFirst(2))),
        NumberCriteria(countryCode: country, startsWith: String(number.dropLast(4)), endsWith: "4711"),
      ] {
        let found = try PatternTests.everyPage(NumberSearch(criteria: criteria), stock, seed: 1)
        #expect(found.contains(block.block.number(at: 4_711).digits), "\(criteria)")
      }
      if block.type != .tollFree {
        let runs = try stock.search(NumberSearch(criteria: national, blockSize: 100, pageSize: 3), seed: 4)
        #expect(runs.numbers.count == 3)
      }
    }
  }
}
