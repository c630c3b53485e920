import ArgumentParser
import Foundation
import ServiceKit
import Telephony

/// `trunkline keys`
struct Keys: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make, replace and take back API keys.",
    discussion: """
      They are kept in the file that authentication.apiKeysFile names, by their
      hashes only. The gateway reads it again when it changes.

      Examples:
        trunkline keys make keys/portal --organization demo --role PARTNER \\
          --partner agent
        trunkline keys make keys/report --organization demo --role READ_ONLY \\
          --scope inventory:read --expires 90d
        trunkline keys rotate keys/portal --overlap 1d
        trunkline keys rotate keys/report --expires 90d
        trunkline keys revoke keys/portal
      """,
    subcommands: [MakeKey.self, RotateKey.self, RevokeKey.self, ListKeys.self]
  )
}

/// Which file the keys are in.
struct KeyFileOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Directory of the suite that `trunkline up` started.", valueName: "directory"))
  var data = ".data"

  @Option(help: ArgumentHelp("The file itself, for a suite that is set up otherwise.", valueName: "file"))
  var file: String?

  private var path: String {
    file ?? SuiteLayout(portBase: 0, dataDirectory: data).apiKeysFile
  }

  func read() throws -> [APIKey] {
    do {
      return try APIKeyFile.read(path)
    } catch {
      throw CommandFailure(description: "\(error)")
    }
  }

  /// Reads the keys and writes them changed, one command after the other: a key that one takes back must not come
  /// back with what another one wrote.
  func change<Result>(_ body: (inout [APIKey]) throws -> Result) throws -> Result {
    let lock = try DirectoryLock(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    defer { lock.release() }
    var keys = try read()
    let result = try body(&keys)
    try PrivateFile.replace(path, with: APIKeyFile.text(keys))
    return result
  }
}

/// Time spans such as `90d`.
struct TimeSpan: ExpressibleByArgument {
  let duration: Duration

  init(_ duration: Duration) { self.duration = duration }

  init?(argument: String) {
    guard let duration = Duration(timeSpan: argument) else { return nil }
    self.duration = duration
  }
}
