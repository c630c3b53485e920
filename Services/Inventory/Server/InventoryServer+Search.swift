import InventoryRules
import Messages
import RPC
import ServiceKit
import Telephony

extension InventoryServer {
  public func searchNumbers(
    _ request: InventoryV1.SearchNumbersRequest,
    context: ServerContext
  ) throws -> InventoryV1.SearchNumbersResponse {
    let search = try NumberSearch(request, path: "", catalog.offers)
    let seed = memory.nextSearchSeed()
    let (page, views, alternatives) = try memory.read { (inventory) throws(Refusal) in
      let page = try inventory.stock.search(search, seed: seed)
      return (
        page, page.numbers.compactMap { inventory.stock.availableView($0) },
        page.alternatives.compactMap { inventory.stock.availableView($0.number) }
      )
    }
    var display = DisplayNumbers()
    return .init(
      numbers: views.map { .init($0, display: display.text(of: $0.number)) },
      nextPageToken: page.nextPageToken,
      alternatives: zip(page.alternatives, alternatives).map { alternative, view in
        .init(number: .init(view, display: display.text(of: view.number)), relaxed: alternative.relaxed)
      },
      useLimits: catalog.offers.offer(in: search.criteria.countryCode)?.useLimits ?? []
    )
  }

  public func explainSearch(
    _ request: InventoryV1.ExplainSearchRequest,
    context: ServerContext
  ) async throws -> InventoryV1.ExplainSearchResponse {
    let search = try NumberSearch(request.search ?? .init(), path: "search.", catalog.offers)
    let stock = try memory.read { (inventory) throws(Refusal) in inventory.stock }
    return .init(try await Self.offLoop { () throws(Refusal) in try stock.explain(search) })
  }

  public func getStock(
    _ request: InventoryV1.GetStockRequest,
    context: ServerContext
  ) async throws -> InventoryV1.Stock {
    let criteria = try NumberCriteria(request.criteria, path: "criteria", catalog.offers)
    let stock = try memory.read { (inventory) throws(Refusal) in inventory.stock }
    return .init(
      try await Self.offLoop { () throws(Refusal) in try stock.count(criteria, byCity: request.byCity) }
    )
  }

  /// Counts on another thread and on a copy of the index, of which the writer copies what it changes meanwhile: neither
  /// the loop nor the inventory waits.
  static func offLoop<Answer: Sendable>(
    _ count: @escaping @Sendable () throws(Refusal) -> Answer
  ) async throws -> Answer {
    try await withTaskExecutorPreference(globalConcurrentExecutor) { try count() }
  }
}

extension NumberSearch {
  /// - Parameter path: where the search stands in the request, with a dot behind it.
  fileprivate init(
    _ request: InventoryV1.SearchNumbersRequest,
    path: String,
    _ offers: CountryOffers
  ) throws(Refusal) {
    var violations: [Violation] = []
    var excluded: Set<TelephoneNumber> = []
    for (position, text) in request.excludePhoneNumbers.enumerated() {
      if let number = TelephoneNumber(e164: text) {
        excluded.insert(number)
      } else {
        violations.append(.invalidPhoneNumber("\(path)exclude_phone_numbers[\(position)]"))
      }
    }
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    self.init(
      criteria: try NumberCriteria(request.criteria, path: "\(path)criteria", offers),
      blockSize: Int(request.blockSize),
      pageSize: try PageSize.read(request.pageSize, default: 20),
      pageToken: request.pageToken,
      bestEffort: request.bestEffort,
      excluded: excluded
    )
  }
}
