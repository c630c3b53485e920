import Messages
import RPC

extension OverviewServer {
  /// The numbers that an organization has, by type and usage, those kinds that there are any of.
  ///
  /// - Parameter location: of this location only; of all when empty.
  func numberCounts(
    of organization: String,
    location: String = "",
    _ parts: PartsOfAnswer
  ) async throws -> [GatewayV1.NumberKindCount] {
    let inventory = InventoryV1.InventoryServiceClient(services.inventory.channel)
    let types: [InventoryV1.NumberType] = [.local, .national, .tollFree, .mobile]
    return try await withThrowingTaskGroup(of: (Int, [GatewayV1.NumberKindCount]).self) { group in
      for (position, type) in types.enumerated() {
        group.addTask {
          let part = try await parts.ask("number_counts", services.inventory) { options in
            let filter = InventoryV1.NumberFilter(location: location, states: Self.owned, numberType: type)
            return try await inventory.countNumbers(
              .init(parent: organization, filter: filter),
              options: options
            )
          }
          return (position, Self.kinds(of: part.answer?.counts ?? [], type))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.flatMap(\.1)
    }
  }

  /// Those that belong to a location.
  private static let owned: [InventoryV1.Number.State] = [.assigned, .portedIn, .portingIn]

  private static func kinds(
    of counts: [InventoryV1.NumberCount],
    _ type: InventoryV1.NumberType
  ) -> [GatewayV1.NumberKindCount] {
    [InventoryV1.NumberUsage.standard, .service].compactMap { usage in
      let same = counts.filter { ($0.usage == .service) == (usage == .service) }
      let total = same.reduce(0) { $0 + $1.total }
      guard total > 0 else { return nil }
      return .init(numberType: type, usage: usage, total: total, inUse: same.reduce(0) { $0 + $1.inUse })
    }
  }
}
