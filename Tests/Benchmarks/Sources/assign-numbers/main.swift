// Assigns numbers of an inventory that is not running, by its own rules and tables: what orders do over weeks, in
// seconds. usage: assign-numbers DATABASE ORDERS NUMBERS-PER-ORDER
import Foundation
import InventoryRules
import InventoryServer
import InventoryStore
import Storage
import StorageSQLite
import Telephony

let arguments = CommandLine.arguments
guard arguments.count == 4, let orders = Int(arguments[2]), let size = Int(arguments[3]) else {
  fatalError("usage: assign-numbers DATABASE ORDERS NUMBERS-PER-ORDER")
}
let database = try await Database(
  engine: SQLiteEngine(path: arguments[1]),
  migrations: InventoryServer.migrations
)
let regions = ["NJ", "NY", "TX", "CA", "FL", "OH", "PA", "IL", "GA", "NC"]
let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
var inventory = try await database.read { try InventoryTables.load(limits: .init(), in: $0) }

for start in stride(from: 0, to: orders, by: 1_000) {
  var changes: [Change] = []
  for index in start..<min(start + 1_000, orders) {
    changes += try assign(size, region: regions[index % regions.count], at: now, in: &inventory)
  }
  let batch = changes
  try await database.write { try InventoryTables.store(batch, at: now, in: $0) }
}
// Weeks later nobody remembers the reservations.
let later = now + .seconds(86_400)
while try await database.write({
  try InventoryTables.compact(before: later, at: later, standing: { _ in nil }, in: $0)
}) {}
await database.close()

func assign(
  _ count: Int,
  region: String,
  at now: Instant,
  in inventory: inout Inventory
) throws -> [Change] {
  let location = try name("organizations/demo/locations/headquarters", "organizations/*/locations/*")
  let id = UUID().uuidString.lowercased()
  let order = try name("organizations/demo/orders/\(id)", "organizations/*/orders/*")
  let criteria = NumberCriteria(countryCode: "US", region: region)
  let command = ReserveCommand(organization: "demo", selection: .quantity(criteria, count: count))
  let reserved = try inventory.reserve(command, now: now)
  let reservation = reserved.answer
  let held = try inventory.holdForOrder(
    reservation.id,
    fencingToken: reservation.fencingToken,
    order: order,
    now: now
  )
  let access = ServiceNumberAccess(
    location: LocationFacts(countryCode: "US", connection: .callingPlan),
    organization: OrganizationFacts(accountType: .paid, outboundCallingPlans: 1),
    isSupported: true
  )
  let assigned = try inventory.assign(order: order, location: location, access: access, now: now)
  return reserved.changes + held.changes + assigned.changes
}

func name(_ text: String, _ pattern: String) throws -> ResourceName {
  try ResourceName(text, pattern: pattern, field: "name")
}
