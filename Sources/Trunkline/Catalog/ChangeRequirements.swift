import ArgumentParser
import Foundation
import Messages

/// `trunkline catalog requirements create`
struct CreateRequirements: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create a requirement group. What is missing is said and can be filled in later."
  )

  @Argument(help: "Id: 1 to 63 of a-z, 0-9 and -.")
  var id: String

  @Option(help: "What people call it.")
  var displayName: String?

  @Option(help: ArgumentHelp("Country that asks, such as GR.", valueName: "code"))
  var country: String

  @Option(help: ArgumentHelp("Number type, such as LOCAL.", valueName: "type"))
  var type = "LOCAL"

  @Flag(help: "For ports in; otherwise it is for new numbers.")
  var portIn = false

  @Option(
    help: ArgumentHelp(
      "What is asked for, as VAT_ID=EL094014298; can be repeated.",
      valueName: "field=value"
    ),
    transform: { text in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw ValidationError("--value takes FIELD=VALUE.") }
      return CatalogV1.RequirementValue(field: parts[0].uppercased(), text: parts[1])
    }
  )
  var value: [CatalogV1.RequirementValue] = []

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let group = CatalogV1.RequirementGroup(
      displayName: displayName ?? id,
      countryCode: country.uppercased(),
      numberType: type.uppercased(),
      action: portIn ? .portIn : .newNumbers,
      values: value
    )
    let message = CatalogV1.CreateRequirementGroupRequest(
      parent: organization.name,
      requirementGroupId: id,
      requirementGroup: group,
      requestId: request.id
    )
    let made = try await gateway.call {
      try await $0.catalog.createRequirementGroup(message, options: $0.options)
    }
    try Output.show(made, asJSON: gateway.json) { RequirementGroups.sheet(made) }
  }
}

/// `trunkline catalog requirements attach`
struct AttachRequirement: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach",
    abstract: "Put a document, PDF or PNG, into a requirement group."
  )

  @OptionGroup var group: RequirementArgument

  @Argument(help: ArgumentHelp("The document, at most 4 MiB.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("Kind, such as PROOF_OF_ADDRESS.", valueName: "kind"))
  var kind: String

  @Option(
    help: ArgumentHelp("Day on which it was issued; needed where its age is limited.", valueName: "date")
  )
  var issued = ""

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = CatalogV1.AttachRequirementDocumentRequest(
      name: group.name,
      kind: kind.uppercased(),
      content: Array(try InputFile.read(file)),
      issueDate: issued,
      requestId: request.id
    )
    let changed = try await gateway.call {
      try await $0.catalog.attachRequirementDocument(message, options: $0.options)
    }
    try Output.show(changed, asJSON: gateway.json) { RequirementGroups.sheet(changed) }
  }
}

/// `trunkline catalog requirements delete`
struct DeleteRequirements: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete a requirement group with its documents."
  )

  @OptionGroup var group: RequirementArgument
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = CatalogV1.DeleteRequirementGroupRequest(name: group.name, requestId: request.id)
    let answer = try await gateway.call {
      try await $0.catalog.deleteRequirementGroup(message, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) { "Deleted \(group.name)." }
  }
}
