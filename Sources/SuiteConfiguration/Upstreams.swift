import ServiceKit

/// Where the services of the suite find each other.
public enum Upstreams {
  public static let inventory = ConfigurationKey.upstream("inventory", port: 7401)
  public static let ordering = ConfigurationKey.upstream("ordering", port: 7402)
  public static let porting = ConfigurationKey.upstream("porting", port: 7403)
  public static let emergencyAddress = ConfigurationKey.upstream("emergencyAddress", port: 7404)
  public static let providerCatalog = ConfigurationKey.upstream("providerCatalog", port: 7405)
  public static let carrier = ConfigurationKey.upstream("carrier", port: 7406)
}
