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
    abstract: "Accept a request, or reject it with a lawful code."
  )

  @Argument(help: ArgumentHelp("Name or id of the request.", valueName: "port-out"))
  var portOut: String

  @Option(help: ArgumentHelp("Reject it, with a code such as ACCOUNT_NUMBER_MISMATCH.", valueName: "code"))
  var reject: String?

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = PortingV1.AnswerPortOutRequest(
      name: organization.resource("portOuts", portOut),
      accepted: reject == nil,
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
    abstract: "Set what another carrier has to name to get numbers of the organization."
  )

  @Option(help: "Account number; not the organization's id, which many know.")
  var account: String

  @Option(help: "PIN.")
  var pin = ""

  @Option(help: "Postal code.")
  var postalCode = ""

  @Option(
    help: ArgumentHelp("Tell this e-mail address of requests; repeat it for more.", valueName: "address")
  )
  var notify: [String] = []

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = PortingV1.SetPortOutProtectionRequest(
      parent: organization.name,
      accountNumber: account,
      pin: pin,
      postalCode: postalCode,
      requestId: request.id,
      noticeEmails: notify
    )
    let answer = try await gateway.call {
      try await $0.porting.setPortOutProtection(message, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { "Set." }
  }
}
