import ArgumentParser

/// `trunkline catalog`
struct Catalog: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look up providers, the rules of countries, ways to migrate, and who helps.",
    discussion: """
      Examples:
        trunkline catalog providers --market GB --service INTEGRATED_CCP
        trunkline catalog provider aldergate
        trunkline catalog country FR
        trunkline catalog migrate-plan --from NON_INTEGRATED_CCP --to INTEGRATED_CCP
        trunkline catalog support --region EMEA
        trunkline catalog requirements list --problems
        trunkline catalog lint                  check the files of Deploy/
      """,
    subcommands: [
      ListProviders.self, ShowProvider.self, ListCountries.self, ShowCountry.self, MigratePlan.self,
      RequiredMigrations.self, Support.self, RequirementGroups.self, Lint.self,
    ]
  )
}
