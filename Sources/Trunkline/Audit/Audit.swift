import ArgumentParser
import Foundation
import ServiceKit

/// `trunkline audit`
struct Audit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the gateway's audit trail.",
    subcommands: [VerifyAudit.self]
  )
}

/// `trunkline audit verify`
struct VerifyAudit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Say whether a line of the trail was changed, removed or put in.",
    discussion: """
      Every line has a hash of itself and of the line before. Keep the head that is
      printed somewhere else: with --head a trail that was made anew is found, too.

      Examples:
        trunkline audit verify
        trunkline audit verify --file /var/lib/trunkline/gateway/audit.log
      """
  )

  @Option(help: ArgumentHelp("Directory of the suite that `trunkline up` started.", valueName: "directory"))
  var data = ".data"

  @Option(help: ArgumentHelp("The file itself.", valueName: "file"))
  var file: String?

  @Option(help: ArgumentHelp("What an earlier check printed: count and hash.", valueName: "head"))
  var head: String?

  func run() async throws {
    let path =
      file ?? "\(SuiteLayout(portBase: 0, dataDirectory: data).dataDirectory(of: .gateway))/audit.log"
    do {
      // Before the trail, which may grow meanwhile.
      let expected = try expected(beside: path)
      guard let contents = FileManager.default.contents(atPath: path) else {
        throw CommandFailure(description: "\(path) cannot be read. --file or --data name another one.")
      }
      let found = try AuditCheck.head(of: AuditCheck.lines(contents), expected: expected)
      Terminal.print("The trail is whole. Its head is:\n\(found.text)")
    } catch let damage as AuditDamage {
      throw CommandFailure(description: "\(path), \(damage)", exitCode: EX_DATAERR)
    }
  }

  private func expected(beside path: String) throws -> AuditHead? {
    guard let head else { return try AuditCheck.head(beside: path) }
    guard let read = AuditHead(head) else {
      throw CommandFailure(description: "--head takes a count and a hash, as an earlier check printed them.")
    }
    return read
  }
}
