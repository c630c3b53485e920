import Foundation
import ServiceKit
import Telephony

/// The countries of a folder: one file each, and the rules that several share in its folder `shared`.
public enum CountryFolder {
  /// Reads every country.
  ///
  /// - Returns: the countries by code.
  /// - Throws: everything that is wrong with any file, with file and line.
  public static func read(_ folder: String) throws(ConfigurationError) -> [Country] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files = names.filter { $0.hasSuffix(".yaml") }.sorted()
    guard !files.isEmpty else { throw ConfigurationError(problems: [emptyFolder(folder)]) }
    var shared = SharedRules(folder: "\(folder)/shared")
    var countries: [Country] = []
    var problems: [ConfigurationProblem] = []
    for file in files {
      var reader = CountryFileReader(path: "\(folder)/\(file)", shared: &shared)
      if let country = reader.country() { countries.append(country) }
      problems += reader.problems
    }
    shared.noteUnused()
    // What is wrong with a shared rule is found once for each country that has it.
    problems = (shared.problems + problems).reduce(into: []) { kept, problem in
      if !kept.contains(problem) { kept.append(problem) }
    }
    guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
    return countries.sorted { $0.code < $1.code }
  }

  private static func emptyFolder(_ folder: String) -> ConfigurationProblem {
    ConfigurationProblem(
      origin: folder,
      key: "countries.directory",
      message: "has no .yaml files. Name the folder with the rules of each country, Deploy/countries."
    )
  }
}
