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
  }

  public func listNumbers(
    _ request: InventoryV1.ListNumbersRequest,
    context: ServerContext
  ) throws -> InventoryV1.ListNumbersResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let size = try PageSize.read(request.pageSize, default: 100)
    let last = TelephoneNumber(digitText: request.pageToken)
    guard request.pageToken.isEmpty || last != nil else { throw Refusal(violations: [.pageToken]) }
    let views = try memory.read { (inventory) throws(Refusal) in
      let numbers = inventory.numbers(of: parent.organization, after: last, limit: size + 1)
      var views: [NumberView] = []
      for number in numbers {
        views.append(try inventory.view(number, for: .organization(parent.organization)))
      }
      return views
    }
    return .init(
      numbers: views.prefix(size).map(InventoryV1.Number.init),
      nextPageToken: views.count > size ? "\(views[size - 1].number.digits)" : ""
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
