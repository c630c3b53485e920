import ArgumentParser
import Messages

/// `trunkline catalog requirements`
struct RequirementGroups: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "requirements",
    abstract: "Fill in what a country asks for once, and see what will soon be too old.",
    discussion: """
      Examples:
        trunkline catalog requirements create athens --country GR --type LOCAL \\
          --value VAT_ID=EL094014298 --value COMPANY_NAME="Acme"
        trunkline catalog requirements attach athens bill.pdf \\
          --kind PROOF_OF_ADDRESS --issued 2026-11-02
        trunkline catalog requirements show athens
        trunkline catalog requirements list --problems
      """,
    subcommands: [
      CreateRequirements.self, AttachRequirement.self, ShowRequirements.self, ListRequirements.self,
      DeleteRequirements.self,
    ]
  )

  static func sheet(_ group: CatalogV1.RequirementGroup) -> String {
    var sheet = Sheet()
    sheet.add("group", group.name)
    sheet.add("called", group.displayName)
    sheet.add("for", "\(group.action.name), \(group.numberType) in \(group.countryCode)")
    sheet.add("state", group.state.name)
    sheet.add("usable until", group.expireDate)
    for value in group.values { sheet.add(value.field, value.text) }
    for document in group.documents {
      let until = document.expireDate.isEmpty ? "" : ", young enough until \(document.expireDate)"
      sheet.add(document.kind, "\(document.byteCount) bytes, \(document.format)\(until)")
    }
    for problem in group.problems {
      sheet.add("to do", "\(problem.field): \(problem.reason). \(problem.description)")
    }
    return sheet.text
  }
}

/// A requirement group on the command line.
struct RequirementArgument: ParsableArguments {
  @Argument(help: "Name or id of the requirement group.")
  var group: String

  @OptionGroup var organization: OrganizationOption

  var name: String { organization.resource("requirementGroups", group) }
}

/// `trunkline catalog requirements show`
struct ShowRequirements: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a requirement group with what was filled in. The reading is noted."
  )

  @OptionGroup var group: RequirementArgument
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = CatalogV1.GetRequirementGroupRequest(name: group.name)
    let found = try await gateway.call {
      try await $0.catalog.getRequirementGroup(request, options: $0.options)
    }
    try Output.show(found, asJSON: gateway.json) { RequirementGroups.sheet(found) }
  }
}

/// `trunkline catalog requirements list`
struct ListRequirements: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the requirement groups of an organization, without what was filled in."
  )

  @Option(help: ArgumentHelp("Only for this country, such as GR.", valueName: "code"))
  var country = ""

  @Flag(help: "Only those where something is missing, too old, or soon too old.")
  var problems = false

  @OptionGroup var organization: OrganizationOption
  @OptionGroup var page: PageOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = CatalogV1.ListRequirementGroupsRequest(
      parent: organization.name,
      countryCode: country.uppercased(),
      onlyProblems: problems,
      pageSize: page.limit,
      pageToken: page.page
    )
    let answer = try await gateway.call {
      try await $0.catalog.listRequirementGroups(request, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("group", "country", "type", "for", "state", "until", "to do")
      for group in answer.requirementGroups {
        table.add(
          group.name.resourceID,
          group.countryCode,
          group.numberType,
          group.action.name,
          group.state.name,
          group.expireDate,
          "\(group.problems.count)"
        )
      }
      return table.text + PageOptions.more(answer.nextPageToken)
    }
  }
}
