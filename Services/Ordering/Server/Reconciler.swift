import Foundation
import Logging
import Messages
import OrderingRules
import OrderingStore
import RPC
import ServiceKit
import Storage
import Telephony

/// Compares the inventory with orders and charges, organization by organization: gives back what no order owns, and ends
/// charges without a number (domain.md sections 4 and 9).
struct Reconciler: Sendable {
  struct Report: Sendable {
    var orders = 0
    var numbers = 0
    var findings: [Finding] = []
  }

  struct Finding: Sendable {
    var discrepancy: Discrepancy
    var isRepaired: Bool
  }

  private static let pageSize: Int32 = 1_000

  let database: Database
  let inventory: InventoryCalls
  let clock: any WallClock
  let logger: Logger

  func run(repairs: Bool) async throws -> Report {
    var report = Report()
    for organization in try await organizations() {
      let charged = try await database.read {
        try BillingTables($0).provided(toOrganization: organization)
      }
      // The inventory before the orders: an intent is stored before anything is held for it, so that an order that is
      // not found afterwards owns nothing.
      let stock = try await stock(of: organization)
      report.orders += stock.holdings.count
      var found = Reconciliation.compare(charged: charged, with: stock.inService)
      for holding in stock.holdings {
        report.numbers += holding.held.count + holding.assigned.count
        let order = try await database.read { try OrderReader($0).order(named: holding.order)?.order }
        found += Reconciliation.compare(holding, with: order)
      }
      for discrepancy in found {
        let isRepaired = repairs ? await repair(discrepancy, organization) : false
        report.findings.append(Finding(discrepancy: discrepancy, isRepaired: isRepaired))
      }
    }
    return report
  }

  private func organizations() async throws -> [String] {
    try await database.read { transaction in
      let known = try CatalogTables(transaction).organizations()
        .map { String($0.trimmingPrefix("organizations/")) }
      return Set(known).union(try OrderReader(transaction).organizations()).sorted()
    }
  }

  /// What the inventory has of an organization: by orders, and what works.
  private func stock(
    of organization: String
  ) async throws -> (holdings: [InventoryHolding], inService: Set<TelephoneNumber>) {
    var holdings: [String: InventoryHolding] = [:]
    var inService: Set<TelephoneNumber> = []
    var token = ""
    repeat {
      let page = try await inventory.client.listNumbers(
        .init(parent: "organizations/\(organization)", pageSize: Self.pageSize, pageToken: token),
        options: inventory.options(organization)
      )
      for number in page.numbers {
        guard let digits = TelephoneNumber(e164: number.phoneNumber) else {
          throw RPCError.inventoryAnswerMalformed
        }
        if number.isInService { inService.insert(digits) }
        guard Self.isOrder(number.order) else { continue }
        var holding = holdings[number.order] ?? InventoryHolding(order: number.order)
        switch number.state {
        case .reserved: holding.held.append(digits)
        case .assigned: holding.assigned.append(digits)
        // Rests, or was ported: no order's doing any more.
        default: continue
        }
        holdings[number.order] = holding
      }
      token = page.nextPageToken
    } while !token.isEmpty
    return (holdings.values.sorted { $0.order < $1.order }, inService)
  }

  /// Porting's numbers have orders too, which Porting answers for.
  private static func isOrder(_ name: String) -> Bool {
    (try? ResourceName(name, pattern: OrderingServer.orderPattern, field: "order")) != nil
  }

  private func repair(_ discrepancy: Discrepancy, _ organization: String) async -> Bool {
    do {
      guard try await putRight(discrepancy, organization) else { return false }
      logger.notice(
        "what orders and inventory did not agree about was put right",
        metadata: ["order": "\(discrepancy.order)", "reason": "\(discrepancy.kind.rawValue)"]
      )
      return true
    } catch {
      logger.error(
        "what orders and inventory do not agree about could not be put right",
        metadata: ["order": "\(discrepancy.order)", "error": "\((error as? RPCError)?.reason ?? "")"]
      )
      return false
    }
  }

  private func putRight(_ discrepancy: Discrepancy, _ organization: String) async throws -> Bool {
    let requestID = UUID().uuidString
    switch discrepancy.kind {
    case .heldWithoutOrder:
      _ = try await inventory.client.releaseOrderHold(
        .init(order: discrepancy.order, requestId: requestID),
        options: inventory.options(organization)
      )
      return true
    case .assignedWithoutOrder:
      let taken = try await inventory.client.takeBackNumbers(
        .init(order: discrepancy.order, requestId: requestID),
        options: inventory.options(organization)
      )
      // Those that somebody uses stay: a person decides.
      return Set(taken.phoneNumbers).isSuperset(of: discrepancy.numbers.map(\.e164))
    // The order has numbers of its own, and who has these may use them: a person decides.
    case .assignedToForeignOrder: return false
    case .chargedWithoutNumber: return try await stopCharging(discrepancy, organization)
    }
  }
}

extension InventoryV1.Number {
  var isInService: Bool { state == .assigned || state == .portedIn }
}
