import Foundation
import Messages
import Testing

@testable import trunkline

@Suite struct StockFileTests {
  private static let head = "from,to,type,area,region,city,provider\n"

  @Test func theMarkOfSpreadsheetsIsPassedOver() {
    let file = StockFile(text: "\u{FEFF}from,region,city\n12012000000,NJ,Jersey City\n")
    #expect(file.problems == [] && file.blocks.count == 1)
  }

  @Test func everyLineNamesABlock() throws {
    let file = StockFile(
      text: Self.head
        + "+12012000000,+12012009999,LOCAL,201,NJ,Jersey City,demo-carrier\n"
        + "# a remark\n\n"
        + "16132000000,,,613,ON,\"Ottawa, Hull\",\r\n"
    )
    #expect(file.problems == [])
    #expect(
      file.blocks == [
        .init(
          firstPhoneNumber: "+12012000000",
          countryCode: "US",
          region: "NJ",
          city: "Jersey City",
          numberType: .local,
          provider: "providers/demo-carrier",
          line: 2
        ),
        .init(
          firstPhoneNumber: "+16132000000",
          countryCode: "CA",
          region: "ON",
          city: "Ottawa, Hull",
          numberType: .local,
          line: 5
        ),
      ]
    )
  }

  @Test func aLongRangeIsSeveralBlocks() {
    let file = StockFile(text: Self.head + "+12012000000,+12012029999,TOLL_FREE,,NJ,,\n")
    #expect(file.blocks.map(\.firstPhoneNumber) == ["+12012000000", "+12012010000", "+12012020000"])
    #expect(file.blocks.allSatisfy { $0.numberType == .tollFree && $0.line == 2 })
  }

  @Test(arguments: [
    ("12012000001,,,,NJ,,", "from \"12012000001\": a block begins at 0000"),
    ("2012,,,,NJ,,", "is no number in E.164"),
    ("+12012000000,+12012000000,,,NJ,,", "to \"+12012000000\": a block ends at 9999"),
    ("+12012000000,+12011999999,,,NJ,,", "to must lie behind from"),
    ("+12012000000,,PAGER,,NJ,,", "type \"PAGER\" is not known"),
    ("+12012000000,,,,,,", "country is missing"),
    ("+4620000000,,,,X,,", "country is missing"),
    ("+12012000000,,,999,NJ,,", "is not the area code"),
    ("+12012000000,,,,NJ,,Not An Id", "provider \"Not An Id\" is no id"),
    ("+12012000000,,,,NJ", "has 5 values for 7 columns"),
    ("+12012000000,,,,NJ,\"Jersey City,", "not closed"),
    ("+12012000000,,,,NJ,Jersey\" City,", "quote where none may be"),
  ])
  func aWrongLineIsReportedWithItsNumber(line: String, message: String) {
    let good = "+12013000000,,,,NJ,,\n"
    let file = StockFile(text: Self.head + good + line + "\n" + good)
    #expect(file.problems.map(\.line) == [3])
    #expect(file.problems.first?.message.contains(message) == true, "\(file.problems)")
    #expect(file.blocks.map(\.line) == [2, 4])
  }

  @Test(arguments: ["", "from,nonsense\n", "to,type\n", "from,from\n"])
  func withoutColumnsNothingIsRead(text: String) {
    let file = StockFile(text: text + "+12012000000,x\n")
    #expect(file.blocks.isEmpty)
    #expect(file.problems.map(\.line) == [1])
  }
}

@Suite struct StockFilesOfTheSuiteTests {
  @Test(arguments: [("north-america.csv", 31_185), ("world.csv", 12_691)])
  func everyLineIsGood(file: String, blocks: Int) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let stock = try Import.read(root.appending(path: "Deploy/stock/\(file)").path)
    #expect(stock.problems.isEmpty)
    #expect(stock.blocks.count == blocks)
  }
}
