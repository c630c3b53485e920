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

  /// Reads every `.yaml` file of a folder.
  ///
  /// - Throws: everything that is wrong with any of them, with file and line.
  public init(folder: String) throws(ConfigurationError) {
    let countries = try CountryFolder.read(folder)
    all = countries.map(CatalogV1.Country.init)
    rulesByCode = Dictionary(countries.map { ($0.code, $0) }) { first, _ in first }
  }

  /// The rules of a country by its upper-case code; nil when it is not offered.
  func rules(of code: String) -> Country? { rulesByCode[code] }

  func country(named name: String) -> CatalogV1.Country? {
    all.first { $0.name == name }
  }
}
