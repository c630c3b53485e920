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
    EventKeys.retention
  )
}
