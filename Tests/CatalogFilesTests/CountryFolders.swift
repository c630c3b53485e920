import CatalogFiles
import Foundation
import ServiceKit
import StorageTesting
import Telephony

/// The folder with the rules of each country, and copies of it in which something is wrong.
enum CountryFolders {
  static let real =
    "\(#filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" })/Deploy/countries"

  static let countries: [String: Country] = {
    let all = (try? CountryFolder.read(real)) ?? []
    return Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })
  }()

  /// What is found wrong in a copy of one country, with all of `shared` that it needs.
  static func problems(
    replacing text: String,
    with other: String,
    in file: String
  ) throws -> [ConfigurationProblem] {
    let directory = try TemporaryDirectory()
    let folder = directory.file("countries")
    try FileManager.default.copyItem(atPath: real, toPath: folder)
    let path = "\(folder)/\(file)"
    let original = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    try Data(original.replacing(text, with: other).utf8).write(to: URL(fileURLWithPath: path))
    do {
      _ = try CountryFolder.read(folder)
      return []
    } catch {
      return error.problems
    }
  }
}
