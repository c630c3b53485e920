import ServiceKit

/// Settings of ordering.
public enum OrderingConfiguration {
  public static let firstRetryDelay = ConfigurationKey(
    "sagas.firstRetryDelay",
    .duration(atLeast: .milliseconds(10)),
    default: .milliseconds(200),
    text: "200ms",
    "Pause before a step that failed is tried again; it doubles with every attempt."
  )
  public static let longestRetryDelay = ConfigurationKey(
    "sagas.longestRetryDelay",
    .duration(atLeast: .milliseconds(10)),
    default: .seconds(60),
    text: "60s",
    "The longest such pause."
  )

  public static let resumedAtOnce = ConfigurationKey(
    "sagas.resumedAtOnce",
    .integer(in: 1...10_000),
    default: 16,
    "Orders that a start takes up again at the same time, so that the inventory is not flooded after an outage."
  )
  public static let stockInterval = ConfigurationKey(
    "backorders.interval",
    .duration(atLeast: .milliseconds(10)),
    default: .seconds(30),
    text: "30s",
    "Pause after which an order that waits for stock is tried again."
  )
  public static let reconcileInterval = ConfigurationKey(
    "reconciler.interval",
    .duration(atLeast: .milliseconds(10)),
    default: .seconds(600),
    text: "10m",
    "Pause between comparisons of the orders with the inventory, which give back what no order owns."
  )

  public static let termsVersion = ConfigurationKey(
    "termsOfService.version",
    .name("the version of the terms of service that customers accept, such as 2026-11"),
    default: "2026-11",
    "The version of the terms of service that customers accept with an order."
  )
  public static let termsURI = ConfigurationKey(
    "termsOfService.uri",
    .text("the address of the terms of service"),
    default: "https://trunkline.example/terms-of-service/2026-11",
    "Where that version is to be read; customer administrators are given it with their orders."
  )

  public static let schema = ConfigurationSchema(
    service: "ordering",
    listenPort: 7402,
    adminPort: 7502,
    summary: "orders for new numbers, from the reservation to the terms of service."
  )
  .callingOthers()
  .with(
    Upstreams.inventory,
    Upstreams.emergencyAddress,
    Upstreams.providerCatalog,
    firstRetryDelay,
    longestRetryDelay,
    resumedAtOnce,
    stockInterval,
    reconcileInterval,
    termsVersion,
    termsURI,
    PersonalDataKeys.keyFile,
    EventKeys.retention
  )
}
