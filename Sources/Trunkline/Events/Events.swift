import ArgumentParser
import Messages
import RPC

/// `trunkline events`
struct Events: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Follow what happens to an organization.",
    discussion: """
      Examples:
        trunkline events watch
        trunkline events watch --after 120 --kind ORDER_CHANGED --json
        trunkline events list --after 120
      """,
    subcommands: [WatchEvents.self, ListEvents.self]
  )

  static func line(_ event: GatewayV1.OrganizationEvent) -> String {
    let parts = [
      "\(event.cursor)", event.createTime?.text ?? "", event.kind.name, event.resource, event.state,
      event.reason, event.phoneNumbers.joined(separator: " "),
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "  ")
  }
}

/// Which kinds of events a command is about.
struct KindOptions: ParsableArguments {
  static let known = (1...99).map { GatewayV1.OrganizationEvent.Kind(rawValue: $0) }.filter {
    if case .unrecognized = $0 { false } else { true }
  }

  @Option(
    name: .customLong("kind"),
    help: ArgumentHelp(
      "Only of this kind, such as ORDER_CHANGED; may be given more than once.",
      valueName: "kind"
    ),
    transform: { text in
      guard let kind = known.first(where: { $0.name == text.uppercased() }) else {
        throw ValidationError(
          "\(text) is no kind of event. Give \(known.map(\.name).joined(separator: ", "))."
        )
      }
      return kind
    }
  )
  var kinds: [GatewayV1.OrganizationEvent.Kind] = []
}

/// `trunkline events watch`
struct WatchEvents: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Print each event as it happens, until Ctrl-C.",
    discussion: """
      Each line begins with the event's cursor. With --after and the last cursor
      that you have handled nothing is missed and nothing comes twice; a lost
      connection goes on by itself where it was.
      """
  )

  @Option(help: ArgumentHelp("Go on after this cursor; 0 for all that are kept.", valueName: "cursor"))
  var after: Int64?

  @OptionGroup var kinds: KindOptions
  @OptionGroup var organization: OrganizationOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  private static let pause = Duration.seconds(1)

  func run() async throws {
    var cursor = after ?? -1
    var wasConnected = false
    try await gateway.call { client in
      while true {
        do {
          return try await follow(&cursor, client) { wasConnected = true }
        } catch let error as RPCError where error.code == .unavailable && wasConnected {
          let place = cursor < 0 ? "with what happens from now on" : "after \(cursor)"
          Terminal.note("The connection was lost; going on \(place).")
          try await Task.sleep(for: Self.pause)
        }
      }
    }
  }

  private func follow(
    _ cursor: inout Int64,
    _ client: GatewayClient,
    onConnection: () -> Void
  ) async throws {
    let stream = try await client.events.watchOrganizationEvents(
      .init(parent: organization.name, cursor: cursor, kinds: kinds.kinds),
      options: client.unlimitedOptions
    )
    onConnection()
    for try await event in stream {
      try Output.show(event, asJSON: gateway.json) { Events.line(event) }
      cursor = event.cursor
    }
  }
}

/// `trunkline events list`
struct ListEvents: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Print the events that are kept, the oldest first, and do not wait for more."
  )

  @Option(help: ArgumentHelp("Those after this cursor.", valueName: "cursor"))
  var after: Int64 = 0

  @Option(help: "Most events to read, up to 1000.")
  var limit: Int32 = 100

  @OptionGroup var kinds: KindOptions
  @OptionGroup var organization: OrganizationOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = GatewayV1.ListOrganizationEventsRequest(
      parent: organization.name,
      cursor: after,
      kinds: kinds.kinds,
      pageSize: limit
    )
    let answer = try await gateway.call {
      try await $0.events.listOrganizationEvents(request, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) {
      (answer.events.map(Events.line) + ["", "Go on with --after \(answer.nextCursor)"])
        .joined(separator: "\n")
    }
  }
}
