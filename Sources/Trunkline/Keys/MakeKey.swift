import ArgumentParser
import RPC
import ServiceKit
import Telephony

/// `trunkline keys make`
struct MakeKey: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "make",
    abstract: "Make a key, and print it: it is shown this once."
  )

  @Argument(help: "Who calls with it, such as keys/portal.")
  var principal: String

  @Option(help: ArgumentHelp("Id of the organization; nothing for an operator.", valueName: "id"))
  var organization = ""

  @Option(help: "READ_ONLY, PARTNER, CUSTOMER_ADMINISTRATOR or OPERATOR.")
  var role: KeyRole

  @Option(help: ArgumentHelp("Id of the partner that acts for the organization.", valueName: "id"))
  var partner = ""

  @Option(
    help: ArgumentHelp("Only for this, such as inventory:read; may be given again.", valueName: "area:right")
  )
  var scope: [String] = []

  @Option(help: ArgumentHelp("How long it is good for, such as 90d.", valueName: "time"))
  var expires: TimeSpan?

  @OptionGroup var file: KeyFileOptions

  func validate() throws {
    guard Scopes(scope) != nil else {
      let areas = Scopes.areaNames.joined(separator: ", ")
      throw ValidationError("--scope takes area:read or area:write, with one of \(areas).")
    }
    guard organization.isEmpty == (role == .operator) else {
      throw ValidationError(
        "Every key but an operator's is of one organization. Give --organization, or --role OPERATOR."
      )
    }
    guard partner.isEmpty == (role != .partner) else {
      throw ValidationError("--partner and --role PARTNER go together: a partner's key names the partner.")
    }
  }

  func run() async throws {
    let now = SystemClock().now()
    let caller = Caller(principal: principal, organization: organization, role: role.role, partner: partner)
    let (key, text) = APIKey.made(
      caller,
      scopes: Scopes(scope) ?? .all,
      expireTime: expires.map { now + $0.duration }
    )
    try file.change { keys in
      keys.removeAll { $0.hasExpired(now) }
      guard !keys.contains(where: { $0.caller.principal == principal }) else {
        throw CommandFailure(
          description: "\(principal) has a key. Replace it with `trunkline keys rotate \(principal)`."
        )
      }
      keys.append(key)
    }
    Terminal.print(text)
  }
}

/// The roles that a key can have: services sign for whom they call, and have none.
enum KeyRole: String, ExpressibleByArgument, CaseIterable {
  case readOnly = "READ_ONLY"
  case partner = "PARTNER"
  case customerAdministrator = "CUSTOMER_ADMINISTRATOR"
  case `operator` = "OPERATOR"

  var role: Caller.Role {
    switch self {
    case .readOnly: .readOnly
    case .partner: .partner
    case .customerAdministrator: .customerAdministrator
    case .operator: .operator
    }
  }
}

extension APIKey {
  func hasExpired(_ now: Instant) -> Bool { expireTime.map { $0 <= now } ?? false }

  /// A new key with its text, which is kept nowhere.
  static func made(_ caller: Caller, scopes: Scopes, expireTime: Instant?) -> (key: APIKey, text: String) {
    let text = SuiteKeys.newAPIKey()
    let key = APIKey(hash: hash(of: text), caller: caller, scopes: scopes, expireTime: expireTime)
    return (key, text)
  }
}
