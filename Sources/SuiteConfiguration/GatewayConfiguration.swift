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

  public static let eventKeeper = ConfigurationKey(
    "events.keptBy",
    .list(of: .target),
    default: [],
    text: "[]",
    example: "- 10.0.0.11:7400",
    "The gateway that keeps events and webhooks for this one; without one it keeps them itself, as one of several must."
  )

  public static let webhookNetworks = ConfigurationKey(
    "webhooks.allowedNetworks",
    .list(of: .text("a network such as 10.0.0.0/8, or ::1/128")),
    default: [],
    text: "[]",
    "Networks of this machine or company to which webhooks may be sent; elsewhere only public addresses are reached."
  )
  public static let webhookClearText = ConfigurationKey(
    "webhooks.clearText",
    .boolean,
    default: false,
    "Whether webhooks may have http addresses beside https."
  )
  public static let webhookTimeout = ConfigurationKey(
    "webhooks.timeout",
    .duration(atLeast: .milliseconds(10)),
    default: .seconds(10),
    text: "10s",
    "How long a receiver may take to answer."
  )
  public static let webhookFirstRetryDelay = ConfigurationKey(
    "webhooks.firstRetryDelay",
    .duration(atLeast: .milliseconds(10)),
    default: .seconds(5),
    text: "5s",
    "Pause before a delivery that failed is tried again; three times as long each time, at most 4h."
  )
  public static let webhookPatience = ConfigurationKey(
    "webhooks.patience",
    .duration(atLeast: .seconds(1)),
    default: .seconds(3 * 86_400),
    text: "3d",
    "How long a delivery is tried, before it is given up and kept for a replay."
  )
  public static let deadDeliveryRetention = ConfigurationKey(
    "webhooks.deadRetention",
    .duration(atLeast: .seconds(1)),
    default: .seconds(30 * 86_400),
    text: "30d",
    "How long a delivery that was given up is kept for a replay, with its event."
  )

  public static let callsPerService = ConfigurationKey(
    "calls.perService",
    .integer(in: 1...1_000_000),
    default: 2_000,
    "Calls of one service that may be under way; more are refused, so that a slow one takes nothing from the others."
  )

  public static let streamsPerService = ConfigurationKey(
    "calls.streamsPerService",
    .integer(in: 1...1_000_000),
    default: 10_000,
    "Streams of one service that may be open beside them."
  )

  public static let callsPerSecond = ConfigurationKey(
    "limits.callsPerSecond",
    .integer(in: 0...1_000_000),
    default: 500,
    "Calls a second that one principal may make; 0 for any number."
  )

  public static let callBurst = ConfigurationKey(
    "limits.burst",
    .integer(in: 1...1_000_000),
    default: 1_000,
    "Calls that it may make at once before that rate holds."
  )

  public static let callsPerDay = ConfigurationKey(
    "limits.callsPerDay",
    .integer(in: 0...1_000_000_000),
    default: 0,
    "Calls a day (UTC) that one principal may make; 0 for any number."
  )

  public static let callsAtOnce = ConfigurationKey(
    "limits.callsAtOnce",
    .integer(in: 0...1_000_000),
    default: 1_000,
    "Calls and streams that one principal may have under way; 0 for any number."
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
    callsPerService,
    streamsPerService,
    callsPerSecond,
    callBurst,
    callsPerDay,
    callsAtOnce,
    partTimeout,
    allowedOrigins,
    EventKeys.retention,
    eventKeeper,
    PersonalDataKeys.keyFile,
    webhookNetworks,
    webhookClearText,
    webhookTimeout,
    webhookFirstRetryDelay,
    webhookPatience,
    deadDeliveryRetention
  )
}
