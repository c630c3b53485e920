import ArgumentParser
import CatalogFiles
import ServiceKit

/// `trunkline catalog lint`
struct Lint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Check the files of countries, providers and support desks, as the catalog does when it starts.",
    discussion: "Example:  trunkline catalog lint --countries Deploy/countries"
  )

  @Option(help: ArgumentHelp("Folder with a file for each country.", valueName: "folder"))
  var countries: String?

  @Option(help: ArgumentHelp("Folder with providers.yaml and support.yaml.", valueName: "folder"))
  var directory: String?

  func run() throws {
    // Whoever names one folder wants that one to be checked.
    let isAll = countries == nil && directory == nil
    var (problems, found): ([ConfigurationProblem], [String]) = ([], [])
    if let folder = try countries ?? (isAll ? InstalledFile.find("countries") : nil) {
      do { found.append("\(try CountryFolder.read(folder).count) countries") } catch {
        problems += error.problems
      }
    }
    if let folder = try directory ?? (isAll ? InstalledFile.find("catalog") : nil) {
      do {
        let (providers, desks) = try CatalogFolder.read(folder)
        found.append("\(providers.count) providers and \(desks.count) desks")
      } catch { problems += error.problems }
    }
    for problem in problems { Terminal.note("\(problem)") }
    guard problems.isEmpty else { throw ExitCode.failure }
    Terminal.print("Nothing is wrong with \(found.joined(separator: ", ")).")
  }
}
