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

  @Option(
    help: ArgumentHelp(
      "How long the new key is good for, such as 90d; asked for when the old one ends.",
      valueName: "time"
    )
  )
  var expires: TimeSpan?

  @OptionGroup var file: KeyFileOptions

  func run() async throws {
    let now = SystemClock().now()
    let (text, end) = try file.change { try rotated(&$0, now) }
    Terminal.note("The old key \(end <= now ? "ended at" : "works until") \(end.rfc3339).")
    Terminal.print(text)
  }

  /// The text of the new key, and when the last of the old ones ends.
  private func rotated(_ keys: inout [APIKey], _ now: Instant) throws -> (text: String, end: Instant) {
    let old = keys.filter { $0.caller.principal == principal }
    guard let newest = old.last else { throw CommandFailure.noKey(of: principal) }
    guard expires != nil || newest.expireTime == nil else {
      throw ValidationError("The old key has an end. Say how long the new one is good for: --expires 90d.")
    }
    let overlapEnd = now + overlap.duration
    let end = old.map { min($0.expireTime ?? overlapEnd, overlapEnd) }.max() ?? overlapEnd
    for index in keys.indices where keys[index].caller.principal == principal {
      keys[index].expireTime = min(keys[index].expireTime ?? overlapEnd, overlapEnd)
    }
    // What has expired is of no use to anybody.
    keys.removeAll { $0.hasExpired(now) }
    let (key, text) = APIKey.made(
      newest.caller,
      scopes: newest.scopes,
      expireTime: expires.map { now + $0.duration }
    )
    keys.append(key)
    return (text, end)
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
    try file.change { keys in
      let left = keys.filter { $0.caller.principal != principal }
      guard left.count < keys.count else { throw CommandFailure.noKey(of: principal) }
      keys = left
    }
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
