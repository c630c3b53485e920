import ArgumentParser
import Messages

/// `trunkline partners`
struct Partners: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Create partners, who act for the organizations they manage. For operators.",
    discussion: """
      Examples:
        trunkline partners create agent --display-name "Agent Ltd." --enrolled
        trunkline organizations set-partner acme agent
      """,
    subcommands: [CreatePartner.self, ShowPartner.self, EnrollPartner.self]
  )

  static func sheet(_ partner: CatalogV1.Partner) -> String {
    var sheet = Sheet()
    sheet.add("partner", partner.name)
    sheet.add("called", partner.displayName)
    sheet.add("enrolled", partner.enrolled ? "yes" : "no")
    sheet.add("created", partner.createTime?.text ?? "")
    return sheet.text
  }
}

/// `trunkline partners create`
struct CreatePartner: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "create", abstract: "Create a partner.")

  @Argument(help: "Id of the new partner; chosen when not given.")
  var id = ""

  @Option(help: ArgumentHelp("What people call it.", valueName: "name"))
  var displayName: String

  @Flag(help: "Enrolled in the calling program from the beginning.")
  var enrolled = false

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = CatalogV1.CreatePartnerRequest(
      partnerId: id,
      partner: .init(displayName: displayName, enrolled: enrolled),
      requestId: request.id
    )
    let made = try await gateway.call(as: .operator) {
      try await $0.catalog.createPartner(message, options: $0.options)
    }
    try Output.show(made, asJSON: gateway.json) { Partners.sheet(made) }
  }
}

/// `trunkline partners show`
struct ShowPartner: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a partner.")

  @Argument(help: "Id of the partner.")
  var id: String

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let found = try await gateway.call(as: .operator) {
      try await $0.catalog.getPartner(.init(name: "partners/\(id)"), options: $0.options)
    }
    try Output.show(found, asJSON: gateway.json) { Partners.sheet(found) }
  }
}

/// `trunkline partners enroll`
struct EnrollPartner: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enroll",
    abstract: "Enrol a partner in the calling program, or end that."
  )

  @Argument(help: "Id of the partner.")
  var id: String

  @Flag(help: "End its enrolment: it may not act for anybody any more.")
  var end = false

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = CatalogV1.SetPartnerEnrollmentRequest(
      name: "partners/\(id)",
      enrolled: !end,
      requestId: request.id
    )
    let changed = try await gateway.call(as: .operator) {
      try await $0.catalog.setPartnerEnrollment(message, options: $0.options)
    }
    try Output.show(changed, asJSON: gateway.json) { Partners.sheet(changed) }
  }
}
