import ServiceKit

/// Settings of porting.
public enum PortingConfiguration {
  public static let schema = ConfigurationSchema(
    service: "porting",
    listenPort: 7403,
    adminPort: 7503,
    summary: "orders that bring numbers from other carriers."
  )
  .callingOthers()
  .with(
    Upstreams.inventory,
    Upstreams.emergencyAddress,
    Upstreams.providerCatalog,
    Upstreams.carrier,
    EventKeys.retention
  )
}
