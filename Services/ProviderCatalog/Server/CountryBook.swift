import Foundation
import Messages
import ProviderCatalogRules
import ServiceKit

/// The countries that are offered, with their rules; read once, when the service starts.
public struct CountryBook: Sendable {
  /// By code.
  let all: [CatalogV1.Country]
  private let rulesByCode: [String: Country]

  /// Reads every `.yaml` file of a folder.
  ///
  /// - Throws: everything that is wrong with any of them, with file and line.
  public init(folder: String) throws(ConfigurationError) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files = names.filter { $0.hasSuffix(".yaml") }.sorted()
    guard !files.isEmpty else { throw ConfigurationError(problems: [Self.emptyFolder(folder)]) }
    var countries: [Country] = []
    var problems: [ConfigurationProblem] = []
    for file in files {
      var reader = CountryFileReader(path: "\(folder)/\(file)")
      if let country = reader.country() { countries.append(country) }
      problems += reader.problems
    }
    guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
    all = countries.sorted { $0.code < $1.code }.map(CatalogV1.Country.init)
    rulesByCode = Dictionary(countries.map { ($0.code, $0) }) { first, _ in first }
  }

  private static func emptyFolder(_ folder: String) -> ConfigurationProblem {
    ConfigurationProblem(
      origin: folder,
      key: "countries.directory",
      message: "has no .yaml files. Name the folder with the rules of each country, Deploy/countries."
    )
  }

  /// The rules of a country by its upper-case code; nil when it is not offered.
  func rules(of code: String) -> Country? { rulesByCode[code] }

  func country(named name: String) -> CatalogV1.Country? {
    all.first { $0.name == name }
  }
}
