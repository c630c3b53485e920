import ServiceKit

/// Settings of the provider catalog.
public enum ProviderCatalogConfiguration {
  public static let schema = ConfigurationSchema(
    service: "provider-catalog",
    listenPort: 7405,
    adminPort: 7505,
    summary: "organizations, locations, licences, providers, and the rules of each country."
  )
  .with(CountryKeys.directory, CatalogKeys.directory, PersonalDataKeys.keyFile, EventKeys.retention)
}
