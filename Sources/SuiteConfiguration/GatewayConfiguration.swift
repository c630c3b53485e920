import ServiceKit

/// Settings of the gateway.
public enum GatewayConfiguration {
  public static let defaultTimeout = ConfigurationKey(
    "calls.defaultTimeout",
    .duration(atLeast: .milliseconds(10)),
    default: .seconds(30),
    text: "30s",
    "Deadline of unary calls whose caller gave none."
  )

  public static let partTimeout = ConfigurationKey(
    "overview.partTimeout",
    .duration(atLeast: .milliseconds(10)),
    default: .seconds(2),
    text: "2s",
    "How long each service may take for its part of an overview, before the answer goes without it."
  )

  public static let allowedOrigins = ConfigurationKey(
    "browser.allowedOrigins",
    .list(of: .text("an origin such as https://portal.example.com, or *")),
    default: [],
    text: "[]",
    "From which pages browsers may call (CORS)."
  )

  public static let schema = ConfigurationSchema(
    service: "gateway",
    listenPort: 7400,
    adminPort: 7500,
    summary: "the one address of the suite; says who calls, and passes calls on."
  )
  .callingOthers()
  .with(
    Upstreams.inventory,
    Upstreams.ordering,
    Upstreams.porting,
    Upstreams.emergencyAddress,
    Upstreams.providerCatalog,
    Upstreams.carrier,
    defaultTimeout,
    partTimeout,
    allowedOrigins
  )
}
