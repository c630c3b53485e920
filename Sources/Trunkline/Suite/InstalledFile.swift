import Foundation

/// Files that come with the suite.
enum InstalledFile {
  /// Finds a file or folder of `Deploy`: in the current folder, in the repository that the executable was
  /// built in, or where the suite is installed.
  static func find(_ name: String) throws -> String {
    var folders = [FileManager.default.currentDirectoryPath]
    var folder = URL(fileURLWithPath: RunningSuite.ownDirectory)
    // From .build/x86_64-unknown-linux-gnu/release up to the repository.
    for _ in 0..<4 {
      folders.append(folder.path)
      folder.deleteLastPathComponent()
    }
    let candidates = folders.map { "\($0)/Deploy/\(name)" } + ["/usr/local/share/trunkline/\(name)"]
    guard let found = candidates.first(where: FileManager.default.fileExists) else {
      throw CommandFailure(
        description: "Deploy/\(name) was not found. Run the command in the folder of the project."
      )
    }
    return found
  }
}
