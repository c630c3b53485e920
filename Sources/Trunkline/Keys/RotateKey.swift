import ArgumentParser
import ServiceKit
import Telephony

/// `trunkline keys rotate`
struct RotateKey: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate",
    abstract: "Make a new key in the place of one that works on for a while."
  )

  @Argument(help: "Who calls with it, such as keys/portal.")
  var principal: String

  @Option(help: ArgumentHelp("How long the old key works on.", valueName: "time"))
  var overlap = TimeSpan(.seconds(86_400))

  @OptionGroup var file: KeyFileOptions

  func run() async throws {
    let now = SystemClock().now()
    // What has expired is of no use to anybody.
    var keys = try file.read().filter { $0.expireTime.map { now < $0 } ?? true }
    let old = keys.indices.filter { keys[$0].caller.principal == principal }
    guard let newest = old.last.map({ keys[$0] }) else { throw CommandFailure.noKey(of: principal) }
    let end = now + overlap.duration
    for index in old { keys[index].expireTime = min(keys[index].expireTime ?? end, end) }
    let (key, text) = APIKey.made(newest.caller, scopes: newest.scopes, expireTime: newest.expireTime)
    keys.append(key)
    try file.write(keys)
    Terminal.note("The old key works until \(end.rfc3339).")
    Terminal.print(text)
  }
}

/// `trunkline keys revoke`
struct RevokeKey: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Take the keys of somebody back, at once."
  )

  @Argument(help: "Who calls with them, such as keys/portal.")
  var principal: String

  @OptionGroup var file: KeyFileOptions

  func run() async throws {
    let keys = try file.read()
    let left = keys.filter { $0.caller.principal != principal }
    guard left.count < keys.count else { throw CommandFailure.noKey(of: principal) }
    try file.write(left)
  }
}

/// `trunkline keys list`
struct ListKeys: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List who has keys.")

  @OptionGroup var file: KeyFileOptions

  func run() async throws {
    var table = Table("principal", "organization", "role", "scopes", "until")
    for key in try file.read() {
      table.add(
        key.caller.principal,
        key.caller.organization,
        key.caller.role.rawValue,
        key.scopes.texts.isEmpty ? "all" : key.scopes.texts.joined(separator: " "),
        key.expireTime?.rfc3339 ?? ""
      )
    }
    Terminal.print(table.text)
  }
}

extension CommandFailure {
  fileprivate static func noKey(of principal: String) -> CommandFailure {
    CommandFailure(
      description: "\(principal) has no key in that file. `trunkline keys list` shows who has; "
        + "those of `trunkline up` itself are in keys.json."
    )
  }
}
