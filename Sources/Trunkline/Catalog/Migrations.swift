import ArgumentParser
import Messages

/// `trunkline catalog migrate-plan`
struct MigratePlan: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate-plan",
    abstract: "Say how to get from one connection to another, and what that brings about.",
    discussion: """
      Connections: CALLING_PLAN, INTEGRATED_CCP, NON_INTEGRATED_CCP,
      INTEGRATED_INTELEPEER, NON_INTEGRATED_INTELEPEER, PREMISES.

      Example:
        trunkline catalog migrate-plan --location headquarters --to CALLING_PLAN
      """
  )

  private static let kinds: [(String, CatalogV1.ConnectionKind)] = [
    ("CALLING_PLAN", .callingPlanConnection), ("INTEGRATED_CCP", .integratedCcp),
    ("NON_INTEGRATED_CCP", .nonIntegratedCcp), ("INTEGRATED_INTELEPEER", .integratedIntelepeer),
    ("NON_INTEGRATED_INTELEPEER", .nonIntegratedIntelepeer), ("PREMISES", .localGateway),
  ]

  @Option(help: ArgumentHelp("Location whose connection is left.", valueName: "location"))
  var location: String?

  @Option(help: ArgumentHelp("Connection that is left.", valueName: "connection"), transform: kind)
  var from: CatalogV1.ConnectionKind?

  @Option(help: ArgumentHelp("Connection that is wanted.", valueName: "connection"), transform: kind)
  var to: CatalogV1.ConnectionKind

  @OptionGroup var organization: OrganizationOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  private static func kind(_ text: String) throws -> CatalogV1.ConnectionKind {
    try Word.find(text, in: kinds) { $0.0 }.1
  }

  func validate() throws {
    guard (location == nil) != (from == nil) else { throw ValidationError("Give --location or --from.") }
  }

  func run() async throws {
    let request = CatalogV1.PlanMigrationRequest(
      location: location.map { organization.resource("locations", $0) } ?? "",
      from: from ?? .unspecified,
      to: to
    )
    let plan = try await gateway.call { try await $0.catalog.planMigration(request, options: $0.options) }
    try Output.show(plan, asJSON: gateway.json) { Self.text(plan) }
  }

  private static func text(_ plan: CatalogV1.MigrationPlan) -> String {
    func word(_ kind: CatalogV1.ConnectionKind) -> String { kinds.first { $0.1 == kind }?.0 ?? kind.name }
    var lines = ["\(word(plan.from)) to \(word(plan.to)): \(plan.path.name)"]
    lines += plan.steps.enumerated().map { "\($0.offset + 1). \($0.element)" }
    return (lines + plan.consequences).joined(separator: "\n")
  }
}

/// `trunkline catalog migrations`
struct RequiredMigrations: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrations",
    abstract: "List the locations that have to migrate, and until when."
  )

  @OptionGroup var organization: OrganizationOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = CatalogV1.ListRequiredMigrationsRequest(parent: organization.name)
    let answer = try await gateway.call {
      try await $0.catalog.listRequiredMigrations(request, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) {
      guard !answer.migrations.isEmpty else { return "No location has to migrate." }
      var table = Table("location", "provider", "until", "how")
      for migration in answer.migrations {
        table.add(
          migration.location.resourceID,
          migration.provider.resourceID,
          migration.lastDate,
          migration.plan?.path.name ?? ""
        )
      }
      return "\(answer.banner)\n\(table.text)"
    }
  }
}
