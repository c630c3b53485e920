import ServiceKit

/// Settings of the service that knows the rules of each country.
public enum CountryKeys {
  public static let directory = ConfigurationKey(
    "countries.directory",
    .name("the path of a directory"),
    default: "/usr/local/share/trunkline/countries",
    "Directory with the rules of each country, one YAML file a country; in the project it is Deploy/countries."
  )
}
