import CatalogFiles
import Messages
import ProviderCatalogRules
import ServiceKit
import Telephony

/// The countries that are offered, with their rules; read once, when the service starts.
public struct CountryBook: Sendable {
  /// By code.
  let all: [CatalogV1.Country]
  private let rulesByCode: [String: Country]
  private let folder: String

  /// Reads every `.yaml` file of a folder.
  ///
  /// - Throws: everything that is wrong with any of them, with file and line.
  public init(folder: String) throws(ConfigurationError) {
    self.folder = folder
    let countries = try CountryFolder.read(folder)
    all = countries.map(CatalogV1.Country.init)
    rulesByCode = Dictionary(countries.map { ($0.code, $0) }) { first, _ in first }
  }

  /// The rules of a country by its upper-case code; nil when it is not offered.
  func rules(of code: String) -> Country? { rulesByCode[code] }

  /// Refuses to go on without the rules of a country in which somebody has a location: the other services would decide
  /// by those that they were told last, and this one by none.
  func check(_ locations: [Location]) throws(ConfigurationError) {
    let missing = Dictionary(
      grouping: locations.filter { rules(of: $0.countryCode) == nil },
      by: \.countryCode
    )
    guard !missing.isEmpty else { return }
    throw ConfigurationError(
      problems: missing.sorted { $0.key < $1.key }.map { code, locations in
        ConfigurationProblem(
          origin: folder,
          key: "countries.directory",
          message: "has no rules of \(code), where there are \(locations.count) locations. Put its file back."
        )
      }
    )
  }

  func country(named name: String) -> CatalogV1.Country? {
    all.first { $0.name == name }
  }
}
