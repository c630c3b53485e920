import Messages
import NIOCore
import OrderingRules
import OrderingStore
import ServiceKit
import Storage
import Telephony

/// Writes billing events in the transaction of what they follow from, so that there is no charge without a number and
/// no number without its charge (domain.md section 9). What is charged now is kept, so that nothing is told twice.
struct BillingLedger {
  /// What the names of billing events' aggregates begin with after the organization's.
  static let collection = "/billingEvents/"
  private static let page = 256

  let transaction: Transaction
  let now: Instant

  /// The numbers of an order work.
  func noteProvisioned(_ order: Order) throws {
    let facts = try CatalogTables(transaction).organization("organizations/\(order.organization)")
    try begin(BillingRules.provisioned(order, accountType: facts?.accountType ?? .paid))
  }

  /// The catalog has news of an organization: it may have been converted, or have other licences.
  func follow(_ organization: CatalogV1.Organization) throws {
    guard organization.accountType == .paid else { return }
    let id = String(organization.name.trimmingPrefix("organizations/"))
    let time =
      organization.updateTime.map { Instant(seconds: $0.seconds, nanoseconds: $0.nanos) } ?? now
    let tables = BillingTables(transaction)
    let charged = try tables.chargedLicenses(ofOrganization: id)
    let event = BillingRules.licenses(
      of: id,
      accountType: .paid,
      committed: Int(organization.outboundCallingPlans),
      charged: charged ?? 0,
      at: time
    )
    if let event { try write(event) }
    if charged == nil || event != nil {
      try tables.setChargedLicenses(Int(organization.outboundCallingPlans), ofOrganization: id)
    }
    if charged == nil { try beginAll(of: id, at: time) }
  }

  /// Numbers do not belong to anybody any more.
  func noteReleased(_ numbers: [TelephoneNumber], at time: Instant) throws {
    for number in numbers {
      guard let charge = try BillingTables(transaction).endCharging(number) else { continue }
      try write(
        BillingEvent(
          organization: charge.organization,
          kind: .stop,
          subject: .number(number),
          order: charge.order,
          effectiveTime: time,
          cause: .released
        )
      )
    }
  }

  /// A trial is charged from its conversion on for everything that it has.
  private func beginAll(of organization: String, at time: Instant) throws {
    var last: Int64 = 0
    while true {
      let orders = try OrderReader(transaction)
        .provisionedOrders(ofOrganization: organization, after: last, limit: Self.page)
      for stored in orders { try begin(BillingRules.converted(stored.order, at: time)) }
      guard let newest = orders.last, orders.count == Self.page else { return }
      last = newest.sequence
    }
  }

  private func begin(_ starts: [BillingEvent]) throws {
    for event in starts {
      guard case .number(let number) = event.subject else { continue }
      let isNew = try BillingTables(transaction)
        .beginCharging(number, organization: event.organization, order: event.order)
      if isNew { try write(event) }
    }
  }

  private func write(_ event: BillingEvent) throws {
    let message = OrderingV1.BillingEvent(event)
    let sequence = try transaction.appendEvent(
      aggregate: "organizations/\(event.organization)\(Self.collection)",
      version: 0,
      payload: Array(message.serialized().readableBytesView),
      nowMilliseconds: now.milliseconds
    )
    try BillingTables(transaction).insert(event, sequence: sequence)
  }
}
