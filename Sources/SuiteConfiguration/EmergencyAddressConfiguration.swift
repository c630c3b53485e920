import ServiceKit

/// Settings of emergency addresses.
public enum EmergencyAddressConfiguration {
  public static let auditRetention = ConfigurationKey(
    "audit.retention",
    .duration(atLeast: .seconds(86_400)),
    default: .seconds(365 * 86_400),
    text: "365d",
    "How long it is kept who read which emergency address. A look-up takes some 15 bytes."
  )

  public static let schema = ConfigurationSchema(
    service: "emergency-address",
    listenPort: 7404,
    adminPort: 7504,
    summary: "where help is sent; looked up by number while every other service is down."
  )
  .callingOthers()
  .with(
    Upstreams.inventory,
    Upstreams.providerCatalog,
    Upstreams.carrier,
    PersonalDataKeys.keyFile,
    EventKeys.retention,
    auditRetention
  )
}
