import InventoryRules
import Messages
import RPC
import ServiceKit
import Telephony

extension InventoryServer {
  public func getNumber(
    _ request: InventoryV1.GetNumberRequest,
    context: ServerContext
  ) throws -> InventoryV1.Number {
    let number = try TelephoneNumber(resourceName: request.name, field: "name")
    let viewer = Viewer(context.caller)
    return InventoryV1.Number(
      try memory.read { (inventory) throws(Refusal) in try inventory.view(number, for: viewer) }
    )
    .withCapabilities(catalog.trials)
  }

  public func listNumbers(
    _ request: InventoryV1.ListNumbersRequest,
    context: ServerContext
  ) throws -> InventoryV1.ListNumbersResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let size = try PageSize.read(request.pageSize, default: 100)
    let last = TelephoneNumber(digitText: request.pageToken)
    guard request.pageToken.isEmpty || last != nil else { throw Refusal(violations: [.pageToken]) }
    let filter = try NumberFilter(request.filter)
    let page = try memory.read { (inventory) throws(Refusal) in
      inventory.numbers(of: parent.organization, matching: filter, after: last, limit: size)
    }
    var display = DisplayNumbers()
    return .init(
      numbers: page.numbers.map { view in
        InventoryV1.Number(view, display: display.text(of: view.number)).withCapabilities(catalog.trials)
      },
      nextPageToken: page.last.map { "\($0.digits)" } ?? ""
    )
  }

  public func countNumbers(
    _ request: InventoryV1.CountNumbersRequest,
    context: ServerContext
  ) async throws -> InventoryV1.CountNumbersResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let filter = try NumberFilter(request.filter)
    let memory = memory
    return .init(
      // Page by page, so that nobody waits for the count of a large organization.
      try await Self.offLoop { () throws(Refusal) in
        var tally = NumberTally()
        var last: TelephoneNumber?
        repeat {
          let page = try memory.read { (inventory) throws(Refusal) in
            inventory.numbers(of: parent.organization, matching: filter, after: last, limit: .max)
          }
          tally.add(page)
          last = page.last
        } while last != nil
        return tally
      }
    )
  }
}

extension Viewer {
  /// Services and operators see everything, others what is their organization's.
  init(_ caller: Caller?) {
    switch caller?.role {
    case .service, .operator: self = .suite
    default: self = .organization(caller?.organization ?? "")
    }
  }
}

/// How many a page holds (AIP-158: 0 is the default, too many are as many as there can be).
enum PageSize {
  static func read(_ given: Int32, default standard: Int) throws(Refusal) -> Int {
    guard given >= 0 else {
      throw Refusal(violations: [
        Violation(
          field: "page_size",
          reason: "INVALID_PAGE_SIZE",
          description: "Give 0 for \(standard), or more."
        )
      ])
    }
    return given == 0 ? standard : min(Int(given), NumberSearch.maximumPageSize)
  }
}
