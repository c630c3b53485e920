import Foundation

/// Where the suite's own stock of numbers lies.
enum StockLocation {
  private static let name = "stock/north-america.csv"

  /// Reads a file, or the suite's own: in `Deploy` of the folder or of the repository that the executable was built
  /// in, or where the suite is installed.
  static func read(_ path: String?) throws -> StockFile {
    let path = try path ?? find()
    let file = try Import.read(path)
    if let problem = file.problems.first { throw CommandFailure(description: "\(path) \(problem)") }
    return file
  }

  private static func find() throws -> String {
    var candidates = ["Deploy/\(name)"]
    var folder = URL(fileURLWithPath: RunningSuite.ownDirectory)
    for _ in 0..<4 {
      candidates.append(folder.appendingPathComponent("Deploy/\(name)").path)
      folder.deleteLastPathComponent()
    }
    candidates.append("/usr/local/share/trunkline/\(name)")
    guard let found = candidates.first(where: FileManager.default.fileExists) else {
      throw CommandFailure(description: "The stock file \(name) was not found. Name one with --stock.")
    }
    return found
  }
}
