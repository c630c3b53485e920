import Telephony
import Testing

@testable import InventoryRules

@Suite struct ReserveTests {
  let first = TelephoneNumber.test("+12015550100")
  let second = TelephoneNumber.test("+12015550105")

  @Test func allOrNothing() throws {
    var inventory = Inventory.small()
    _ = try inventory.take(.specific([first]), for: "other")
    let refusal = try #require(throws: Refusal.self) { _ = try inventory.take(.specific([second, first])) }
    #expect(refusal.kind == .precondition)
    #expect(refusal.reason == "NUMBER_NOT_AVAILABLE")
    #expect(refusal.violations.map(\.field) == ["specific.phone_numbers[1]"])
    #expect(inventory.stock.isAvailable(second))
    #expect(inventory.heldNumbers(of: "acme") == 0)
  }

  @Test func bestEffortTakesWhatThereIs() throws {
    var inventory = Inventory.small()
    _ = try inventory.take(.specific([first]), for: "other")
    let reservation = try inventory.take(.specific([first, second]), bestEffort: true)
    #expect(Array(reservation.numbers) == [second])
  }

  @Test func namesWhatIsWrong() throws {
    var inventory = Inventory.small()
    let cases: [(ReserveCommand.Selection, String)] = [
      (.specific([]), "INVALID_QUANTITY"),
      (.specific([first, second, first]), "DUPLICATE_PHONE_NUMBER"),
      (.quantity(.us, count: 101), "INVALID_QUANTITY"),
      (.quantity(NumberCriteria(countryCode: "us"), count: 1), "INVALID_COUNTRY_CODE"),
      (.quantity(NumberCriteria(), count: 1), "REQUIRED"),
      (.block(.us, size: 20), "BLOCK_SIZE"),
      (.block(NumberCriteria(countryCode: "US", type: .tollFree), size: 10), "TOLL_FREE_BLOCK"),
      (.quantity(NumberCriteria(countryCode: "FR"), count: 1), "INSUFFICIENT_STOCK"),
      (.block(NumberCriteria(countryCode: "US", areaCode: "800"), size: 10), "INSUFFICIENT_STOCK"),
      (.specific([.test("+19995550000")]), "NUMBER_NOT_AVAILABLE"),
    ]
    for (selection, reason) in cases {
      let refusal = try #require(throws: Refusal.self) { _ = try inventory.take(selection) }
      #expect(refusal.reason == reason)
    }
    let refusal = try #require(throws: Refusal.self) {
      _ = try inventory.take(.block(.us, size: 10), bestEffort: true)
    }
    #expect(refusal.reason == "BLOCK_IS_WHOLE")
  }

  @Test func anOrganizationHoldsSoManyAndNoMore() throws {
    var inventory = Inventory.small()
    for _ in 0..<10 { _ = try inventory.take(.quantity(.us, count: 100)) }
    let refusal = try #require(throws: Refusal.self) { _ = try inventory.take(.quantity(.us, count: 1)) }
    #expect(refusal.reason == "RESERVATION_LIMIT")
    #expect(refusal.metadata == ["limit": "1000", "held": "1000"])
    _ = try inventory.take(.quantity(.us, count: 1), for: "other")
  }

  @Test func criteriaNarrowWhatIsChosen() throws {
    var inventory = Inventory.small()
    func number(_ criteria: NumberCriteria) throws -> String {
      try inventory.take(.quantity(criteria, count: 1)).numbers[0].e164
    }
    #expect(try number(NumberCriteria(countryCode: "US", city: "FORT LEE")).hasPrefix("+1201556"))
    #expect(try number(NumberCriteria(countryCode: "US", region: "NY")).hasPrefix("+1212"))
    #expect(try number(NumberCriteria(countryCode: "CA")).hasPrefix("+1416"))
    #expect(try number(NumberCriteria(countryCode: "US", prefix: "2015567")).hasPrefix("+12015567"))
    #expect(try number(NumberCriteria(countryCode: "US", prefix: "2015551234")) == "+12015551234")
    #expect(try number(NumberCriteria(countryCode: "US", type: .tollFree)).hasPrefix("+1800"))
    #expect(throws: Refusal.self) { _ = try number(NumberCriteria(countryCode: "US", prefix: "2015551234")) }
    #expect(throws: Refusal.self) {
      _ = try number(NumberCriteria(countryCode: "US", region: "NY", city: "Fort Lee"))
    }
  }

  @Test func singlesAreTakenFromBrokenRunsFirst() throws {
    var inventory = Inventory.stocked([.test("+12015550000")])
    _ = try inventory.take(.specific([.test("+12015554321")]))
    let next = try inventory.take(.quantity(.us, count: 9)).numbers.map(\.digits)
    #expect(next.sorted() == (12_015_554_320...12_015_554_329).filter { $0 != 12_015_554_321 })
    // The run of 10 is used up: the next comes from the same run of 100.
    #expect(try inventory.take(.quantity(.us, count: 1)).numbers[0].digits / 100 == 120_155_543)
  }

  @Test func blocksAreTakenFromBrokenHundredsFirstAndAnywhereAtLast() throws {
    var inventory = Inventory.stocked([.test("+12015550000")])
    _ = try inventory.take(.specific([.test("+12015554321")]))
    #expect(try inventory.take(.block(.us, size: 10)).numbers[0].digits / 100 == 120_155_543)
    #expect(try inventory.take(.block(.us, size: 50)).numbers[0].digits == 12_015_554_350)
    #expect(try inventory.take(.block(.us, size: 100)).numbers[0].digits % 100 == 0)

    var odd = Inventory.stocked([.test("+12015550000")])
    odd.stock.set(false, NumberRange(first: .test("+12015550000"), count: 10_000)!)
    odd.stock.set(true, NumberRange(first: .test("+12015550045"), count: 10)!)
    #expect(try odd.take(.block(.us, size: 10)).numbers[0].e164 == "+12015550045")
  }
}
