import Telephony

extension NumberCriteria {
  /// Criteria that ask for less and less, the nearest first, each with the fields that were let go: another city of
  /// the area, another area of the region, the rest of the country, then the same place without the pattern.
  ///
  /// - Parameter home: the region in which the criteria lie when they name none.
  func relaxations(home: String) -> [(criteria: NumberCriteria, relaxed: [String])] {
    var steps: [(criteria: NumberCriteria, relaxed: [String])] = []
    let place = [("city", city), ("area_code", areaCode), ("prefix", prefix), ("region", region)]
    let given = place.filter { !$0.1.isEmpty }.map(\.0)
    var wider = self
    if wider.region.isEmpty { wider.region = home }
    if !city.isEmpty, !wider.region.isEmpty {
      wider.city = ""
      steps.append((wider, ["city"]))
    }
    if !areaCode.isEmpty || !prefix.isEmpty, !wider.region.isEmpty {
      (wider.city, wider.areaCode, wider.prefix) = ("", "", "")
      steps.append((wider, given.filter { $0 != "region" }))
    }
    if !given.isEmpty {
      (wider.city, wider.areaCode, wider.prefix, wider.region) = ("", "", "", "")
      steps.append((wider, given))
    }
    let patterns = [("starts_with", startsWith), ("contains", contains), ("ends_with", endsWith)]
    let givenPatterns = patterns.filter { !$0.1.isEmpty }.map(\.0)
    guard !givenPatterns.isEmpty else { return steps }
    var plain = self
    (plain.startsWith, plain.contains, plain.endsWith) = ("", "", "")
    return steps + [(plain, givenPatterns)]
  }
}

extension StockIndex {
  /// Fills a page that holds all matches up with the nearest other numbers.
  func addAlternatives(to page: inout SearchPage, _ search: NumberSearch, seed: UInt64) {
    var others = search
    others.excluded.formUnion(page.numbers)
    for (criteria, relaxed) in search.criteria.relaxations(home: home(of: search.criteria)) {
      others.criteria = criteria
      others.pageSize = search.pageSize - page.numbers.count - page.alternatives.count
      guard others.pageSize > 0 else { return }
      let found = find(others, seed: seed).numbers
      page.alternatives += found.map { SearchPage.Alternative(number: $0, relaxed: relaxed) }
      others.excluded.formUnion(found)
    }
  }

  /// The region of the first block at the place, whatever else the criteria say.
  private func home(of criteria: NumberCriteria) -> String {
    let country = criteria.countryCode
    let group =
      criteria.areaCode.isEmpty
      ? self.group(.city(country: country, folded: criteria.city.lowercased()))
      : self.group(.area(country: country, criteria.areaCode))
    return group.flatMap { groups[Int($0)].blocks.first }.map { blocks[Int($0)].region } ?? ""
  }
}
