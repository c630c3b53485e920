import ServiceKit

/// The executables of the suite and their settings.
public enum Suite {
  /// In the order in which they start: who is called comes before who calls.
  public static let schemas: [ConfigurationSchema] = [
    CarrierSimulatorConfiguration.schema,
    ProviderCatalogConfiguration.schema,
    InventoryConfiguration.schema,
    EmergencyAddressConfiguration.schema,
    PortingConfiguration.schema,
    OrderingConfiguration.schema,
    GatewayConfiguration.schema,
  ]

  /// Everything that is wrong with the configuration file of any service.
  public static func check(_ path: String) -> [ConfigurationProblem] {
    ConfigurationFile.check(path, schemas: schemas)
  }
}
