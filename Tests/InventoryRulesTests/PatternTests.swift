import Telephony
import Testing

@testable import InventoryRules

@Suite struct PatternTests {
  /// Blocks of plans whose numbers differ in length, some of them broken.
  static func stock(_ random: inout SeededGenerator) -> Inventory {
    var inventory = Inventory.stocked([
      .test("+12015550000"), .test("+12015560000", city: "Fort Lee"), .test("+12013560000", city: "Fort Lee"),
      .test("+12017770000"), .test("+13567770000", region: "NY", city: "New York"),
    ])
    for _ in 0..<400 {
      let block = inventory.stock.blocks.randomElement(using: &random)!.block
      let length = [1, 7, 40, 300].randomElement(using: &random)!
      let offset = Int.random(in: 0...NumberBlock.size - length, using: &random)
      inventory.stock.set(false, NumberRange(first: block.number(at: offset), count: length)!)
    }
    return inventory
  }

  /// The available numbers as text, in rising order.
  static func available(_ stock: StockIndex) -> [(digits: UInt64, national: String, city: String)] {
    stock.blocks.sorted { $0.block < $1.block }.flatMap { block in
      (0..<NumberBlock.size).map { block.block.number(at: $0) }.filter { stock.isAvailable($0) }
        .map { ($0.digits, String("\($0.digits)".dropFirst($0.callingCodeLength)), block.city) }
    }
  }

  static func matching(
    _ criteria: NumberCriteria,
    _ available: [(digits: UInt64, national: String, city: String)]
  )
    -> [UInt64]
  {
    func digits(_ text: String) -> String { NumberCriteria.digits(text).map { "\($0)" }.joined() }
    let (start, inner, end) = (
      digits(criteria.startsWith), digits(criteria.contains), digits(criteria.endsWith)
    )
    return available.filter { number in
      number.national.hasPrefix(criteria.prefix) && number.national.hasPrefix(start)
        && number.national.hasSuffix(end) && (criteria.city.isEmpty || criteria.city == number.city)
        && (inner.isEmpty || number.national.utf8.contains(inner.utf8))
    }.map(\.digits)
  }

  static func everyPage(_ search: NumberSearch, _ stock: StockIndex, seed: UInt64) throws -> [UInt64] {
    var search = search
    var found: [UInt64] = []
    repeat {
      let page = try stock.search(search, seed: seed)
      found += page.numbers.map(\.digits)
      search.pageToken = page.nextPageToken
    } while !search.pageToken.isEmpty
    return found
  }

  @Test(arguments: [UInt64.random(in: 0...UInt64.max)])
  func pagesHoldExactlyWhatMatches(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let stock = Self.stock(&random).stock
    let available = Self.available(stock)
    let patterns = [
      NumberCriteria(contains: "7"), NumberCriteria(contains: "77"), NumberCriteria(contains: "7777"),
      NumberCriteria(contains: "FLOWERS"), NumberCriteria(contains: "flower"),
      NumberCriteria(contains: "55501"),
      NumberCriteria(contains: "2015"), NumberCriteria(contains: "2015550123"),
      NumberCriteria(contains: "123456789012"),
      NumberCriteria(endsWith: "0"), NumberCriteria(endsWith: "0000"), NumberCriteria(endsWith: "56CALL"),
      NumberCriteria(endsWith: "3569377"), NumberCriteria(contains: "56", endsWith: "9"),
      NumberCriteria(startsWith: "201flo"), NumberCriteria(prefix: "2015", startsWith: "2015551"),
      NumberCriteria(prefix: "201555", startsWith: "20", contains: "5550"),
      NumberCriteria(prefix: "202", startsWith: "201"),
      NumberCriteria(city: "Fort Lee", contains: "5569"), NumberCriteria(prefix: "20135693", endsWith: "7"),
    ]
    for pattern in patterns {
      var criteria = pattern
      criteria.countryCode = "US"
      let expected = Self.matching(criteria, available)
      let search = NumberSearch(criteria: criteria, pageSize: Int.random(in: 1...999, using: &random))
      let found = try Self.everyPage(search, stock, seed: random.next())
      let isExact = found.sorted() == expected
      #expect(isExact, "seed \(seed), \(criteria)")
      #expect(try stock.count(criteria).counts.available == expected.count, "seed \(seed), \(criteria)")
      let explanation = try stock.explain(search)
      #expect(explanation.matching == expected.count, "seed \(seed), \(criteria)")
      #expect(explanation.steps.reduce(0) { $0 + $1.removed } + explanation.matching == 50_000)
      var inventory = Inventory.stocked([])
      inventory.stock = stock
      let taken = try? inventory.take(.quantity(criteria, count: min(expected.count, 100)))
      #expect((taken?.numbers.count ?? 0) == min(expected.count, 100), "seed \(seed), \(criteria)")
      let isRight = Set(expected).isSuperset(of: taken?.numbers.map(\.digits) ?? [])
      #expect(isRight, "seed \(seed), \(criteria)")
    }
  }

  @Test(arguments: [10, 50, 100]) func everyRunIsFoundOrTouchesOneThatIs(size: Int) throws {
    var random = SeededGenerator(state: UInt64(size))
    let stock = Self.stock(&random).stock
    let found = try Self.everyPage(
      NumberSearch(criteria: .us, blockSize: size, pageSize: 7),
      stock,
      seed: random.next()
    )
    let shown = found.flatMap { $0..<$0 + UInt64(size) }
    #expect(Set(shown).count == shown.count, "runs overlap")
    #expect(shown.allSatisfy { stock.isAvailable(TelephoneNumber(digits: $0)!) })
    let shownNumbers = Set(shown)
    for block in stock.blocks {
      var length = 0
      for offset in 0..<NumberBlock.size {
        let number = block.block.number(at: offset)
        length = stock.isAvailable(number) && !shownNumbers.contains(number.digits) ? length + 1 : 0
        #expect(length < 2 * size, "a run at \(number) is not shown")
        if length >= 2 * size { return }
      }
    }
  }

  @Test func aSearchDoesSoMuchWorkAndNoMore() throws {
    var inventory = Inventory.stocked(
      (0..<70).flatMap { exchange in
        [201, 202, 203].map { .test("+1\($0)\(200 + exchange)0000") }
      }
    )
    for block in inventory.stock.blocks {
      for offset in 0..<NumberBlock.size where offset % 2 == 0 {
        inventory.stock.set(false, NumberRange(first: block.block.number(at: offset), count: 1)!)
      }
    }
    let search = NumberSearch(criteria: .us, blockSize: 10, pageSize: 10)
    let page = try inventory.stock.search(search, seed: 1)
    #expect(page.numbers.isEmpty)
    #expect(page.nextPageToken.isEmpty)
    var more = Inventory.stocked([])
    more.stock = inventory.stock
    for area in 204..<212 where area != 211 {
      for exchange in 200..<270 {
        let block = StockBlock.test("+1\(area)\(exchange)0000")
        more.apply(.block(block))
        more.stock.set(false, NumberRange(first: block.block.number(at: 5), count: 1)!)
        for offset in stride(from: 0, to: NumberBlock.size, by: 8) {
          more.stock.set(false, NumberRange(first: block.block.number(at: offset), count: 1)!)
        }
      }
    }
    let short = try more.stock.search(search, seed: 1)
    #expect(short.numbers.isEmpty)
    #expect(!short.nextPageToken.isEmpty)
    #expect(try Self.everyPage(search, more.stock, seed: 1).isEmpty)
  }

  @Test func vanityLooksAtFewBlocks() throws {
    let inventory = Inventory.small()
    for contains in ["FLOWERS", "55FLOWERS", "5550123"] {
      let criteria = NumberCriteria(countryCode: "US", contains: contains)
      let selection = StockSelection(criteria, in: inventory.stock, forRuns: false)
      #expect((selection?.count ?? 0) <= 4)
    }
  }
}

@Suite struct SearchOfferTests {
  @Test func exclusionLeavesOutWhatWasShown() throws {
    let stock = Inventory.small().stock
    let first = try stock.search(NumberSearch(criteria: .us, pageSize: 50), seed: 9)
    let again = try stock.search(
      NumberSearch(criteria: .us, pageSize: 50, excluded: Set(first.numbers)),
      seed: 9
    )
    #expect(again.numbers.count == 50)
    #expect(Set(again.numbers).isDisjoint(with: first.numbers))
    let explanation = try stock.explain(NumberSearch(criteria: .us, excluded: Set(first.numbers)))
    #expect(explanation.steps == [.init(filter: "exclude_phone_numbers", removed: 50)])
    // Of a run its first number is named; all of it is left out.
    let run = TelephoneNumber.test("+12015550100")
    let runs = try stock.explain(NumberSearch(criteria: .us, blockSize: 10, excluded: [run]))
    #expect(runs.steps.last == .init(filter: "exclude_phone_numbers", removed: 10))
  }

  @Test func bestEffortOffersTheNearest() throws {
    let stock = Inventory.small().stock
    let criteria = NumberCriteria(countryCode: "US", areaCode: "201", city: "Fort Lee", endsWith: "1234")
    let page = try stock.search(NumberSearch(criteria: criteria, pageSize: 4, bestEffort: true), seed: 1)
    #expect(page.numbers.map(\.e164) == ["+12015561234"])
    #expect(page.alternatives.prefix(1).map(\.number.e164) == ["+12015551234"])
    #expect(page.alternatives.map(\.relaxed) == [["city"], ["city", "area_code"], ["city", "area_code"]])
    let exact = try stock.search(NumberSearch(criteria: criteria, pageSize: 4), seed: 1)
    #expect(exact.alternatives.isEmpty)
    let lost = NumberCriteria(countryCode: "US", city: "Fort Lee", contains: "99999")
    let plain = try stock.search(NumberSearch(criteria: lost, pageSize: 2, bestEffort: true), seed: 1)
    #expect(plain.alternatives.map(\.relaxed) == [["contains"], ["contains"]])
  }

  @Test func explanationsNameEveryFilter() throws {
    var inventory = Inventory.small()
    _ = try inventory.take(.specific([.test("+12015550177"), .test("+12015550101")]))
    let criteria = NumberCriteria(
      countryCode: "US",
      region: "NJ",
      areaCode: "201",
      prefix: "2015550",
      city: "Jersey City",
      contains: "55501",
      endsWith: "7",
      type: .local
    )
    let explanation = try inventory.stock.explain(NumberSearch(criteria: criteria))
    #expect(explanation.total == 40_000)
    #expect(
      explanation.steps.map { "\($0.filter) \($0.removed)" } == [
        "region 20000", "city 10000", "prefix 9000", "contains 900", "ends_with 90", "availability 1",
      ]
    )
    #expect(explanation.matching == 9)
  }

  @Test(arguments: [-1, Int(Int32.min), Int(Int32.max)])
  func aBlockSizeThatIsNoneIsNamedBesideAPageToken(size: Int) throws {
    let search = NumberSearch(criteria: .us, blockSize: size, pageToken: "x")
    let refusal = try #require(throws: Refusal.self) {
      _ = try Inventory.small().stock.search(search, seed: 1)
    }
    #expect(refusal.violations.map(\.reason) == ["BLOCK_SIZE", "INVALID_PAGE_TOKEN"])
  }

  @Test func everyWrongFieldIsNamedAtOnce() throws {
    let search = NumberSearch(
      criteria: NumberCriteria(
        countryCode: "FRA",
        areaCode: "2O1",
        prefix: "x",
        startsWith: "-",
        contains: "1234567890123456",
        endsWith: "ß"
      ),
      blockSize: 20,
      pageSize: 0,
      pageToken: "x"
    )
    let refusal = try #require(throws: Refusal.self) {
      _ = try Inventory.small().stock.search(search, seed: 1)
    }
    #expect(
      refusal.violations.map { "\($0.field) \($0.reason)" } == [
        "criteria.country_code INVALID_COUNTRY_CODE", "criteria.area_code INVALID_AREA_CODE",
        "criteria.prefix INVALID_PREFIX", "criteria.starts_with INVALID_PATTERN",
        "criteria.contains INVALID_PATTERN",
        "criteria.ends_with INVALID_PATTERN", "block_size BLOCK_SIZE", "block_size PATTERN_WITH_BLOCK",
        "page_size INVALID_PAGE_SIZE", "page_token INVALID_PAGE_TOKEN",
      ]
    )
    var german = NumberCriteria(countryCode: "DE", type: .tollFree)
    #expect(german.violations(path: "c").isEmpty)
    german.lacksTollFree = true
    #expect(german.violations(path: "c").map(\.reason) == ["TOLL_FREE_UNAVAILABLE"])
  }

  @Test func keysSpellDigits() {
    #expect(KeypadDigits("Flowers")?.digits == [3, 5, 6, 9, 3, 7, 7])
    #expect(KeypadDigits("abcDEFghiJKLmno")?.digits == [2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6])
    #expect(KeypadDigits("PQRStuvWXYZ09")?.digits == [7, 7, 7, 7, 8, 8, 8, 9, 9, 9, 9, 0, 9])
    #expect(KeypadDigits("1-2") == nil)
  }

  @Test func countsByCityAndBlockSize() throws {
    var inventory = Inventory.small()
    _ = try inventory.take(.specific([.test("+12015550177")]))
    let count = try inventory.stock.count(.us, byCity: true)
    #expect(count.cities.map(\.name) == ["", "Fort Lee", "Jersey City", "New York"])
    #expect(count.cities[2].counts.wholeRuns == [999, 199, 99])
    #expect(count.cities[0].counts.wholeRuns == [0, 0, 0], "toll-free numbers are never a block")
    #expect(count.counts.wholeRuns == [2_999, 599, 299])
    #expect(try inventory.stock.count(.us).cities.isEmpty)
  }
}
