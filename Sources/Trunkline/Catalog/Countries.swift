import ArgumentParser
import Messages

/// `trunkline catalog countries`
struct ListCountries: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "countries",
    abstract: "List the countries that are offered, and how numbers are ordered and ported there."
  )

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let answer = try await gateway.call { try await $0.catalog.listCountries(.init(), options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("country", "called", "ordering", "numbers", "port types", "port hours", "earliest")
      for country in answer.countries {
        let earliest = country.portLeadTimes.map(\.businessDays).min() ?? 0
        table.add(
          country.countryCode,
          country.displayName,
          country.ordering.name,
          country.numberTypes.joined(separator: ", "),
          country.portTypes.joined(separator: ", "),
          CountrySheet.hours(country),
          "\(earliest) days"
        )
      }
      return table.text
    }
  }
}

/// `trunkline catalog country`
struct ShowCountry: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "country",
    abstract: "Show the rules of a country; with --sources where each one comes from."
  )

  @Argument(help: "Code of the country, such as FR.")
  var country: String

  @Flag(help: "Show where each rule comes from and since when it holds.")
  var sources = false

  @Option(help: ArgumentHelp("Show the public holidays of this year.", valueName: "year"))
  var holidays: Int?

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let name = "countries/\(country.lowercased())"
    let found = try await gateway.call {
      try await $0.catalog.getCountry(.init(name: name), options: $0.options)
    }
    try Output.show(found, asJSON: gateway.json) {
      if let holidays { return CountrySheet.holidays(found, year: holidays) }
      return sources ? CountrySheet.sources(found) : CountrySheet.rules(found)
    }
  }
}
