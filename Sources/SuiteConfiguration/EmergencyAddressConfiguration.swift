import ServiceKit

/// Settings of emergency addresses.
public enum EmergencyAddressConfiguration {
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
    EventKeys.retention
  )
}
