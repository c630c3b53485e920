import PortingRules
import PortingStore
import ServiceKit
import Storage
import Telephony

/// What the inventory and the emergency addresses say of an order before it is submitted; nothing when they were not asked.
struct NeighbourFacts: Sendable {
  var heldNumbers: Set<TelephoneNumber> = []
  var address = LocationAddress.unknown
}

extension PortingServer {
  /// What others say of an order that is to be submitted.
  ///
  /// - Parameter given: the numbers that it is to have then; nil for those that it has.
  func facts(of name: String, given: [String]?) async throws -> NeighbourFacts {
    let order = try await database.read { [journal] in try journal.port(name, in: $0).order }
    guard order.phase.isOpen else { return NeighbourFacts() }
    let numbers = given?.compactMap(TelephoneNumber.init(e164:)) ?? order.telephoneNumbers
    // Without the inventory it goes on: it decides when the numbers are noted at the latest.
    let held = try? await worker.inventory.held(numbers, of: order)
    let address = try await worker.emergency.address(of: order.location, organization: order.organization)
    return NeighbourFacts(heldNumbers: Set(held ?? []), address: address)
  }
}

extension PortJournal {
  func preFlight(
    of stored: StoredPort,
    _ facts: NeighbourFacts,
    now: Instant,
    in transaction: Transaction
  ) throws -> PreFlight {
    var check = try place(of: stored.order, in: transaction)
      .preFlight(of: stored, now: now, in: PortTable(transaction, cipher: cipher))
    (check.heldNumbers, check.address) = (facts.heldNumbers, facts.address)
    return check
  }
}
