import ArgumentParser
import Messages

/// `trunkline ports out`
struct PortOuts: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "out",
    abstract: "Answer other carriers that ask for numbers.",
    subcommands: [ListPortOuts.self, AnswerPortOut.self, ProtectNumbers.self]
  )

  static func sheet(_ portOut: PortingV1.PortOut) -> String {
    var sheet = Sheet()
    sheet.add("port out", portOut.name)
    sheet.add("state", portOut.state.name)
    sheet.add("meaning", portOut.meaning)
    sheet.add("numbers", portOut.phoneNumbers.joined(separator: ", "))
    return sheet.text
  }
}

/// `trunkline ports out list`
struct ListPortOuts: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what other carriers asked for, the newest first."
  )

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var page: PageOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = PortingV1.ListPortOutsRequest(
      parent: organization.name,
      pageSize: page.limit,
      pageToken: page.page
    )
    let answer = try await gateway.call { try await $0.porting.listPortOuts(request, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) {
      answer.portOuts.map(PortOuts.sheet).joined(separator: "\n\n") + PageOptions.more(answer.nextPageToken)
    }
  }
}

/// `trunkline ports out answer`
struct AnswerPortOut: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer",
    abstract: "Accept a request, or reject it with a lawful code.",
    discussion: """
      Numbers that were given away do not come back.

      Examples:
        trunkline ports out answer ID --accept
        trunkline ports out answer ID --reject ACCOUNT_NUMBER_MISMATCH
      """
  )

  @Argument(help: ArgumentHelp("Name or id of the request.", valueName: "port-out"))
  var portOut: String

  @Flag(help: "Give the numbers to the carrier that asks.")
  var accept = false

  @Option(help: ArgumentHelp("Reject it, with a code such as ACCOUNT_NUMBER_MISMATCH.", valueName: "code"))
  var reject: String?

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    guard accept != (reject != nil) else { throw ValidationError("Give --accept, or --reject with a code.") }
  }

  func run() async throws {
    let message = PortingV1.AnswerPortOutRequest(
      name: organization.resource("portOuts", portOut),
      accepted: accept,
      reason: reject?.uppercased() ?? "",
      requestId: request.id
    )
    let answer = try await gateway.call { try await $0.porting.answerPortOut(message, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) { PortOuts.sheet(answer) }
  }
}

/// `trunkline ports out protect`
struct ProtectNumbers: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "protect",
    abstract: "Set what another carrier has to name to get numbers of the organization.",
    discussion: """
      All of it takes the place of what was set before; so each part is given, or
      said to be none.

      Example:
        trunkline ports out protect --account K-4711 --pin 2580 --no-postal-code \\
          --notify ada@example.com
      """
  )

  @Option(help: "Account number; not the organization's id, which many know.")
  var account: String

  @Option(help: "PIN.")
  var pin: String?

  @Flag(help: "No PIN.")
  var noPin = false

  @Option(help: "Postal code.")
  var postalCode: String?

  @Flag(help: "No postal code.")
  var noPostalCode = false

  @Option(
    help: ArgumentHelp("Tell this e-mail address of requests; repeat it for more.", valueName: "address")
  )
  var notify: [String] = []

  @Flag(help: "Tell nobody.")
  var notifyNobody = false

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    for (isGiven, isNone, name) in [
      (pin != nil, noPin, "--pin or --no-pin"),
      (postalCode != nil, noPostalCode, "--postal-code or --no-postal-code"),
      (!notify.isEmpty, notifyNobody, "--notify or --notify-nobody"),
    ] where isGiven == isNone { throw ValidationError("Give \(name).") }
  }

  func run() async throws {
    let message = PortingV1.SetPortOutProtectionRequest(
      parent: organization.name,
      accountNumber: account,
      pin: pin ?? "",
      postalCode: postalCode ?? "",
      requestId: request.id,
      noticeEmails: notify
    )
    let answer = try await gateway.call {
      try await $0.porting.setPortOutProtection(message, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { "Set." }
  }
}
