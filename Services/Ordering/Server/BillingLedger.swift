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

  let transaction: Transaction
  let now: Instant

  /// The numbers of an order work.
  func noteProvisioned(_ order: Order) throws {
    for provided in BillingRules.provided(by: order) { try provide(provided, .provisioned) }
  }

  /// The numbers of a port order have arrived.
  func notePortedIn(_ numbers: [TelephoneNumber], order: ResourceName, at time: Instant) throws {
    for number in numbers {
      let provided = ProvidedNumber(
        number: number,
        organization: order.organization,
        order: order.text,
        provisionTime: time
      )
      try provide(provided, .portedIn)
    }
  }

  /// News that come again, as from a snapshot, change nothing.
  private func provide(_ provided: ProvidedNumber, _ cause: BillingEvent.Cause) throws {
    let tables = BillingTables(transaction)
    let former = try tables.provided(provided.number)
    guard former?.provided.order != provided.order else { return }
    // The news that it was given up never came: it was, or it could not have been had again.
    if let former, former.isCharged {
      try write(former.provided.stop(.released, at: provided.provisionTime))
    }
    let facts = try CatalogTables(transaction).organization("organizations/\(provided.organization)")
    let isCharged = BillingRules.charges(facts?.accountType ?? .paid)
    try tables.provide(provided, isCharged: isCharged)
    if isCharged { try write(provided.start(cause, at: provided.provisionTime)) }
  }

  /// The catalog has news of an organization: it may have been converted, or have other licences.
  func follow(_ organization: CatalogV1.Organization) throws {
    guard organization.accountType == .paid else { return }
    let id = String(organization.name.trimmingPrefix("organizations/"))
    let time = organization.updateTime.map(Instant.init) ?? now
    let serviceTime = CivilDate(organization.serviceDate).map {
      Instant(milliseconds: Int64($0.daysSince1970) * 86_400_000)
    }
    try followLicenses(Int(organization.outboundCallingPlans), of: id, at: serviceTime ?? time)
    // Whatever it got as a trial.
    for provided in try BillingTables(transaction).chargeAll(ofOrganization: id) {
      try write(provided.start(.converted, at: time))
    }
  }

  private func followLicenses(_ committed: Int, of organization: String, at time: Instant) throws {
    let tables = BillingTables(transaction)
    let event = BillingRules.licenses(
      of: organization,
      accountType: .paid,
      committed: committed,
      charged: try tables.chargedLicenses(ofOrganization: organization),
      at: time
    )
    guard let event else { return }
    try write(event)
    try tables.setChargedLicenses(committed, ofOrganization: organization)
  }

  /// Numbers do not belong to anybody any more.
  func noteGone(_ numbers: [TelephoneNumber], _ cause: BillingEvent.Cause, at time: Instant) throws {
    let tables = BillingTables(transaction)
    for number in numbers {
      guard let known = try tables.provided(number) else { continue }
      try tables.takeAway(number)
      if known.isCharged { try write(known.provided.stop(cause, at: time)) }
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
