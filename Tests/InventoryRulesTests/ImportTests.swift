import Telephony
import Testing

@testable import InventoryRules

@Suite struct ImportTests {
  @Test func importingAgainChangesNothing() throws {
    var inventory = Inventory()
    let block = StockBlock.test("+12015550000")
    #expect(try inventory.importBlock(block).answer == .imported)
    let before = inventory.picture()
    #expect(try inventory.importBlock(block).answer == .unchanged)
    #expect(inventory.picture() == before)
    let refusal = #expect(throws: Refusal.self) {
      try inventory.importBlock(.test("+12015550000", city: "Hoboken"))
    }
    #expect(refusal?.reason == "BLOCK_EXISTS")
  }

  @Test func importsCanBeTakenBack() throws {
    var inventory = Inventory.small()
    let before = inventory.picture().filter { !$0.hasPrefix("0 0 []") }
    let changes = try ["+12025550000", "+12015540000"].flatMap {
      try inventory.importBlock(.test($0, city: "Elsewhere")).changes
    }
    inventory.revert(changes)
    #expect(inventory.picture().filter { !$0.hasPrefix("0 0 []") } == before)
    #expect(inventory.stock.block(of: .test("+12025550000")) == nil)
  }

  /// What was ported in is its owner's, also when the block that it lies in comes into stock later.
  @Test func anImportSellsNothingThatSomebodyHas() throws {
    var inventory = Inventory()
    let number = TelephoneNumber.test("+12015551234")
    let location = try ResourceName(
      "organizations/acme/locations/hq",
      pattern: "organizations/*/locations/*",
      field: "location"
    )
    let order = try ResourceName(
      "organizations/acme/portOrders/p1",
      pattern: "organizations/*/portOrders/*",
      field: "order"
    )
    _ = try inventory.beginPortIn([number], order: order, location: location, now: .start)
    _ = try inventory.endPortIn([number], order: order, completed: true, now: .start)
    let block = StockBlock.test("+12015550000")
    let before = inventory.picture()
    let change = try inventory.importBlock(block).changes
    #expect(!inventory.stock.isAvailable(number))
    #expect(throws: Refusal.self) { try inventory.take(.specific([number]), for: "other") }
    #expect(try inventory.view(number, for: .suite).state == .portedIn)
    // So it is after a restart.
    var loader = InventoryLoader(Inventory.stocked([block]), recordCount: 1)
    inventory.records.forEach { loader.add($0) }
    #expect(loader.finish().picture() == inventory.picture())
    inventory.revert(change)
    #expect(inventory.picture().filter { !$0.hasPrefix("0 0 []") } == before)
    #expect(try inventory.view(number, for: .suite).state == .portedIn)
  }

  @Test(arguments: [
    ("+12015550001", "US", "BLOCK_NOT_ALIGNED"), ("12015550000", "US", "INVALID_PHONE_NUMBER"),
    ("+12115550000", "US", "INVALID_PHONE_NUMBER"), ("+11015550000", "US", "INVALID_PHONE_NUMBER"),
    ("+12011550000", "US", "INVALID_PHONE_NUMBER"), ("+12015550000", "usa", "INVALID_COUNTRY_CODE"),
  ])
  func refusesWhatIsNoBlock(first: String, country: String, reason: String) {
    let refusal = #expect(throws: Refusal.self) {
      try StockBlock(
        firstPhoneNumber: first,
        countryCode: country,
        type: .local,
        region: "",
        city: "",
        provider: ""
      )
    }
    #expect(refusal?.reason == reason)
  }

  @Test func areaCodesOfOtherPlansComeFromMetadata() throws {
    let block = try StockBlock(
      firstPhoneNumber: "+442079460000",
      countryCode: "GB",
      type: .local,
      region: "",
      city: "London",
      provider: ""
    )
    #expect(block.areaCode == "20")
    #expect(block.provider == "providers/trunkline")
  }
}
