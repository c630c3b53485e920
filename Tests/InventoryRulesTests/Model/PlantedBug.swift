@testable import InventoryRules

/// What a bug in the rules of domain.md section 3 would leave behind, after each change that it could follow.
enum PlantedBug: CaseIterable {
  /// A number that was assigned is available again: two could get it.
  case sellsTwice
  /// Numbers that come to one organization stand as another's.
  case mixesUpOrganizations
  /// A released number does not rest.
  case forgetsToRest
  /// A reservation ends, and its numbers stay held.
  case keepsWhatEnded
  /// A number is a block's no more.
  case tearsBlocks
  /// A user goes on showing a number.
  case keepsCallerIDs
  /// Service numbers are standard ones.
  case forgetsUsage

  func spoil(_ inventory: inout Inventory, _ change: Change) {
    switch (self, change) {
    case (.sellsTwice, .record(_, let after?)) where after.standing.state == .assigned,
      (.forgetsToRest, .record(_, let after?)) where after.standing.state == .aging:
      inventory.apply(.record(before: after, after: nil))
    case (.mixesUpOrganizations, .record(_, let after?)):
      alter(&inventory, after) { $0.organization = "coda" }
    case (.tearsBlocks, .record(_, let after?)) where after.standing.block != nil:
      alter(&inventory, after) { $0.block = nil }
    case (.forgetsUsage, .record(_, let after?)) where after.standing.usage == .service:
      alter(&inventory, after) { $0.usage = .standard }
    case (.keepsWhatEnded, .reservation(let before?, let after)) where after?.state == .released:
      inventory.apply(.reservation(before: after, after: before))
    case (.keepsCallerIDs, .callerID(let identity, let before?, nil)):
      inventory.apply(.callerID(identity, before: nil, after: before))
    default: return
    }
  }

  private func alter(
    _ inventory: inout Inventory,
    _ record: NumberRecord,
    _ change: (inout NumberStanding) -> Void
  ) {
    var altered = record
    change(&altered.standing)
    inventory.apply(.record(before: record, after: altered))
  }
}
