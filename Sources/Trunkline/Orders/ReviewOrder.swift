import ArgumentParser
import Messages

/// `trunkline orders review`
struct ReviewOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Approve an assisted order, ask its customer for something, or reject it. For operators.",
    discussion: """
      Examples:
        trunkline orders review ORDER --approve
        trunkline orders review ORDER --ask "Page 2 of the certificate is missing."
      """
  )

  @OptionGroup var order: OrderArgument

  @Flag(help: "Reserve the numbers; then the terms of service await the customer.")
  var approve = false

  @Option(help: ArgumentHelp("What the customer has to do. No personal data.", valueName: "text"))
  var ask: String?

  @Option(help: ArgumentHelp("Why the order ends. No personal data.", valueName: "text"))
  var reject: String?

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    guard [approve, ask != nil, reject != nil].count(where: { $0 }) == 1 else {
      throw ValidationError("Give --approve, or --ask, or --reject: one of them.")
    }
  }

  func run() async throws {
    let message = OrderingV1.ReviewOrderRequest(
      name: order.name,
      decision: approve ? .approve : ask != nil ? .ask : .reject,
      message: ask ?? reject ?? "",
      requestId: request.id
    )
    let answer = try await gateway.call(as: .operator) {
      try await $0.ordering.reviewOrder(message, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Orders.sheet(answer) }
  }
}

/// `trunkline orders application`
struct ShowApplication: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "application",
    abstract: "Show what the applicant of an order gave. For operators; every reading is noted."
  )

  @OptionGroup var order: OrderArgument
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let answer = try await gateway.call(as: .operator) {
      try await $0.ordering.getApplication(.init(name: order.name), options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { Self.sheet(answer) }
  }

  private static func sheet(_ application: OrderingV1.Application) -> String {
    let applicant = application.applicant ?? .init()
    var sheet = Sheet()
    sheet.add("representative", applicant.representativeName)
    sheet.add("telephone", applicant.contactPhone)
    sheet.add("e-mail", applicant.contactEmail)
    sheet.add("company", applicant.companyName)
    sheet.add("VAT id", applicant.vatId)
    sheet.add("fiscal code", applicant.fiscalCode)
    sheet.add(
      "born",
      [applicant.birthDate, applicant.birthPlace].filter { !$0.isEmpty }.joined(separator: ", ")
    )
    sheet.add("gender", applicant.gender)
    sheet.add("nationality", applicant.nationality)
    sheet.add("service", applicant.serviceDescription)
    sheet.add("address", applicant.address?.line ?? "")
    sheet.add("emergency information", application.emergencyInformation)
    for document in application.documents { sheet.add("document", Orders.line(document)) }
    return sheet.text
  }
}
