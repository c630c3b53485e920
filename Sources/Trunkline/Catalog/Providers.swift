import ArgumentParser
import Messages

/// `trunkline catalog providers`
struct ListProviders: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "providers",
    abstract: "List providers: preferred by your partner, certified, and all for calling."
  )

  private static let groups: [CatalogV1.ProviderGroup] = [.preferred, .certified, .calling]

  @Option(
    help: ArgumentHelp("Only PREFERRED, CERTIFIED or CALLING.", valueName: "group"),
    transform: { try Word.find($0, in: groups, called: \.name) }
  )
  var group: CatalogV1.ProviderGroup?

  @Option(help: ArgumentHelp("Only with this service, such as TOLL_FREE_NUMBERS.", valueName: "type"))
  var service = ""

  @Option(help: ArgumentHelp("Only with services in this country, such as GB.", valueName: "code"))
  var market = ""

  @Option(help: ArgumentHelp("Only with names that have words that begin so.", valueName: "words"))
  var query = ""

  @Flag(help: "Show what each one offers, and where.")
  var full = false

  @OptionGroup var page: PageOptions
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = CatalogV1.ListProvidersRequest(
      group: group ?? .unspecified,
      serviceType: service.uppercased(),
      market: market.uppercased(),
      query: query,
      view: full ? .full : .basic,
      pageSize: page.limit,
      pageToken: page.page
    )
    let answer = try await gateway.call { try await $0.catalog.listProviders(request, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("provider", "called", "groups", full ? "services" : "relationship")
      for provider in answer.providers {
        table.add(
          provider.name.resourceID,
          provider.displayName,
          provider.groups.map(\.name).joined(separator: ", "),
          full ? provider.services.map(\.serviceType).joined(separator: ", ") : provider.relationship
        )
      }
      return table.text + PageOptions.more(answer.nextPageToken)
    }
  }
}

/// `trunkline catalog provider`
struct ShowProvider: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "provider",
    abstract: "Show a provider, with its services and your locations that use it."
  )

  @Argument(help: "Name or id of the provider, such as aldergate.")
  var provider: String

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let name = provider.hasPrefix("providers/") ? provider : "providers/\(provider)"
    let found = try await gateway.call {
      try await $0.catalog.getProvider(.init(name: name), options: $0.options)
    }
    try Output.show(found, asJSON: gateway.json) { Self.sheet(found) }
  }

  private static func sheet(_ provider: CatalogV1.Provider) -> String {
    var sheet = Sheet()
    sheet.add("provider", provider.name)
    sheet.add("called", provider.displayName)
    sheet.add("what it is", provider.summary)
    sheet.add("groups", provider.groups.map(\.name).joined(separator: ", "))
    sheet.add("relationship", provider.relationship)
    sheet.add("not integrated until", provider.nonIntegratedLastDate)
    for service in provider.services {
      sheet.add(service.serviceType, service.markets.joined(separator: " "))
    }
    for location in provider.locations { sheet.add("location", location) }
    sheet.add("source", provider.source)
    return sheet.text
  }
}

/// Words of an enumeration on the command line.
enum Word {
  /// The value whose name is given, in any case.
  static func find<Value>(
    _ text: String,
    in values: [Value],
    called name: (Value) -> String
  ) throws -> Value {
    if let value = values.first(where: { name($0) == text.uppercased() }) { return value }
    throw ValidationError("\(text) is not known. Give one of \(values.map(name).joined(separator: ", ")).")
  }
}
