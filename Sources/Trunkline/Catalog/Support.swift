import ArgumentParser
import Messages

/// `trunkline catalog support`
struct Support: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show who helps with what, and where they are reached."
  )

  @Option(help: ArgumentHelp("Only AMERICAS, EMEA or APJC.", valueName: "region"))
  var region = ""

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = CatalogV1.ListSupportDesksRequest(region: region.uppercased())
    let answer = try await gateway.call {
      try await $0.catalog.listSupportDesks(request, options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("desk", "for", "region", "telephone", "e-mail", "hours")
      for desk in answer.desks {
        for contact in desk.contacts {
          table.add(
            desk.code,
            desk.purpose,
            contact.region,
            contact.phoneNumber,
            contact.email,
            contact.hours
          )
        }
      }
      return table.text
    }
  }
}
