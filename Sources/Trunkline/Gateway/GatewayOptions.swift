import ArgumentParser
import Foundation

/// Where the suite is and who calls it: the options of every command that talks to it.
struct GatewayOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where the suite is; or TRUNKLINE_GATEWAY. (default: 127.0.0.1:7400)",
      valueName: "host:port"
    )
  )
  var gateway: String?

  @Option(help: ArgumentHelp("With which key to call; or TRUNKLINE_API_KEY.", valueName: "key"))
  var apiKey: String?

  @Option(
    help: ArgumentHelp(
      "Data directory of `trunkline up`, whose keys are taken when none is given and the suite is on this machine.",
      valueName: "directory"
    )
  )
  var data = ".data"

  @OptionGroup var security: SecurityOptions

  @Option(help: ArgumentHelp("How long to wait for an answer.", valueName: "seconds"))
  var timeout = 30.0

  @Flag(help: "Print JSON for programs, one message a line.")
  var json = false

  func validate() throws {
    guard timeout > 0, timeout <= 86_400 else {
      throw ValidationError("--timeout takes seconds, up to 86400.")
    }
  }

  /// Which of the keys of `trunkline up` fits a command.
  enum Caller: String {
    case administrator = "demo-admin"
    case `operator`
  }

  var address: String { gateway ?? CommandEnvironment.gateway.value ?? "127.0.0.1:7400" }

  /// Keys of `trunkline up` are for the suite on this machine: nobody else gets to see them.
  func key(for caller: Caller) -> String? {
    if let given = apiKey ?? CommandEnvironment.apiKey.value { return given }
    guard ["127.0.0.1", "localhost", "[::1]"].contains(where: { address.hasPrefix("\($0):") }) else {
      return nil
    }
    return (try? SuiteKeys.read("\(data)/keys.json"))?.apiKey(caller.rawValue)?.key
  }

  /// Makes calls, and closes the connection when they are done.
  func call<Result>(
    as caller: Caller = .administrator,
    _ body: (GatewayClient) async throws -> Result
  ) async throws -> Result {
    let client = try GatewayClient(
      address: address,
      apiKey: key(for: caller),
      timeout: .seconds(timeout),
      tls: try security.tls()
    )
    defer { client.close() }
    return try await body(client)
  }
}

/// Which organization a command is about.
struct OrganizationOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("Id of the organization; or TRUNKLINE_ORGANIZATION. (default: demo)", valueName: "id")
  )
  var organization: String?

  var name: String {
    let id = organization ?? CommandEnvironment.organization.value ?? "demo"
    return id.hasPrefix("organizations/") ? id : "organizations/\(id)"
  }

  /// The whole name of something in the organization, given whole or by its id.
  func resource(_ collection: String, _ id: String) -> String {
    id.contains("/") ? id : "\(name)/\(collection)/\(id)"
  }
}

/// Makes a repeat of a command harmless.
struct RequestOption: ParsableArguments {
  @Option(
    name: .customLong("request-id"),
    help: ArgumentHelp("Makes a repeat of the same command harmless. (default: a new one)", valueName: "uuid")
  )
  var given: String?

  var id: String { given ?? RequestOption.new() }

  static func new() -> String { UUID().uuidString.lowercased() }
}

/// Which part of a long list to show.
struct PageOptions: ParsableArguments {
  @Option(help: "Most entries to show, up to 1000.")
  var limit: Int32 = 100

  @Option(help: ArgumentHelp("Go on where the page before ended.", valueName: "token"))
  var page = ""

  /// What follows a page for people.
  static func more(_ token: String) -> String { token.isEmpty ? "" : "\n\nMore with --page \(token)" }
}
