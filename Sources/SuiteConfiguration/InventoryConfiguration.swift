import ServiceKit

/// Settings of the inventory. The defaults are domain.md's, section 3.
public enum InventoryConfiguration {
  public static let lease = ConfigurationKey(
    "reservations.lease",
    .duration(atLeast: .seconds(1)),
    default: .seconds(15 * 60),
    text: "15m",
    "How long a reservation holds its numbers after each use."
  )
  public static let longestHold = ConfigurationKey(
    "reservations.longestHold",
    .duration(atLeast: .seconds(1)),
    default: .seconds(2 * 3_600),
    text: "2h",
    "How long a reservation can be kept by using it, from its beginning."
  )
  public static let heldPerOrganization = ConfigurationKey(
    "reservations.heldPerOrganization",
    .integer(in: 1...1_000_000),
    default: 1_000,
    "How many numbers one organization may hold at a time."
  )
  public static let agingPeriod = ConfigurationKey(
    "aging.period",
    .duration(),
    default: .seconds(90 * 86_400),
    text: "90d",
    "How long a released number rests before it is available again."
  )

  public static let schema = ConfigurationSchema(
    service: "inventory",
    listenPort: 7401,
    adminPort: 7501,
    summary: "telephone numbers: stock, search, reservations, assignment."
  )
  .callingOthers()
  .with(
    Upstreams.providerCatalog,
    lease,
    longestHold,
    heldPerOrganization,
    agingPeriod,
    EventKeys.retention
  )
}
