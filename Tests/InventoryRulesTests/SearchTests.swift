import Telephony
import Testing

@testable import InventoryRules

@Suite struct SearchTests {
  func pages(_ search: NumberSearch, _ inventory: inout Inventory, seed: UInt64, buying: Bool) throws
    -> [UInt64]
  {
    var search = search
    var found: [UInt64] = []
    repeat {
      let page = try inventory.stock.search(search, seed: seed)
      found += page.numbers.map(\.digits)
      if buying { _ = try? inventory.take(.quantity(search.criteria, count: 3), for: "b") }
      search.pageToken = page.nextPageToken
    } while !search.pageToken.isEmpty
    return found
  }

  @Test func pagesShowEveryNumberOnce() throws {
    var inventory = Inventory.small()
    let search = NumberSearch(criteria: NumberCriteria(countryCode: "US", areaCode: "201"), pageSize: 777)
    for seed in [UInt64(0), 1, 99] {
      let found = try pages(search, &inventory, seed: seed, buying: false)
      #expect(found.sorted() == Array(12_015_550_000..<12_015_570_000))
    }
  }

  @Test func pagesNeverRepeatWhileOthersBuy() throws {
    var inventory = Inventory.small()
    let search = NumberSearch(criteria: NumberCriteria(countryCode: "US", areaCode: "201"), pageSize: 500)
    let found = try pages(search, &inventory, seed: 5, buying: true)
    #expect(Set(found).count == found.count)
    #expect(found.count > 19_800)
  }

  @Test func callersAreOfferedDifferentNumbers() throws {
    let inventory = Inventory.small()
    let firsts = try (0..<100).map { seed in
      try inventory.stock.search(NumberSearch(criteria: .us), seed: seed).numbers[0]
    }
    #expect(Set(firsts).count > 60)
  }

  @Test(arguments: [10, 50, 100]) func runsAreWholeAndAligned(size: Int) throws {
    var inventory = Inventory.stocked([.test("+12015550000")])
    _ = try inventory.take(.specific([.test("+12015550000"), .test("+12015559999")]))
    let search = NumberSearch(criteria: .us, blockSize: size, pageSize: 64)
    let found = try pages(search, &inventory, seed: 3, buying: false)
    #expect(found.count == 10_000 / size - 2)
    #expect(Set(found).count == found.count)
    #expect(found.allSatisfy { $0 % UInt64(size) == 0 })
  }

  @Test func aTokenIsGoodForItsQuestionOnly() throws {
    let inventory = Inventory.small()
    let page = try inventory.stock.search(NumberSearch(criteria: .us, pageSize: 5), seed: 1)
    for (criteria, token) in [
      (NumberCriteria(countryCode: "CA"), page.nextPageToken), (.us, "x"), (.us, page.nextPageToken + "1"),
      (.us, "0-0-0-99999-0"),
    ] {
      let refusal = #expect(throws: Refusal.self) {
        try inventory.stock.search(NumberSearch(criteria: criteria, pageToken: token), seed: 1)
      }
      #expect(refusal?.reason == "INVALID_PAGE_TOKEN")
    }
  }

  @Test func prefixesOfAnyLength() throws {
    let inventory = Inventory.small()
    for (prefix, count) in [("2", 30_000), ("201", 20_000), ("201556", 10_000), ("2015561", 1_000), ("9", 0)]
    {
      let criteria = NumberCriteria(countryCode: "US", prefix: prefix)
      #expect(try inventory.stock.count(criteria).counts.available == count)
      let page = try inventory.stock.search(NumberSearch(criteria: criteria, pageSize: 9), seed: 2)
      #expect(page.numbers.allSatisfy { $0.e164.hasPrefix("+1\(prefix)") })
      #expect(page.numbers.count == min(9, count))
    }
  }

  @Test func countsByArea() throws {
    var inventory = Inventory.small()
    _ = try inventory.take(.quantity(NumberCriteria(countryCode: "US", areaCode: "201"), count: 7))
    let count = try inventory.stock.count(.us)
    #expect(count.counts.total == 40_000)
    #expect(count.counts.available == 39_993)
    #expect(count.areas.map(\.name) == ["201", "212", "800"])
    #expect(count.areas[0].counts.available == 19_993)
  }
}
