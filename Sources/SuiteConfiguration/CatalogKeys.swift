import ServiceKit

/// Settings of the service that knows providers and support desks.
public enum CatalogKeys {
  public static let directory = ConfigurationKey(
    "catalog.directory",
    .name("the path of a directory"),
    default: "/usr/local/share/trunkline/catalog",
    "Directory with providers.yaml and support.yaml; in the project it is Deploy/catalog."
  )
}
