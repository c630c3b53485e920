import ArgumentParser
import Messages

/// `trunkline organizations convert`
struct ConvertOrganization: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract:
      "Make a trial a paying customer. Needs an outbound calling plan; numbers and configuration are kept."
  )

  @Argument(help: "Id of the organization.")
  var id = "demo"

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = CatalogV1.ConvertToPaidRequest(name: "organizations/\(id)", requestId: request.id)
    let changed = try await gateway.call { try await $0.catalog.convertToPaid(message, options: $0.options) }
    try Output.show(changed, asJSON: gateway.json) { Organizations.sheet(changed) }
  }
}

/// `trunkline organizations set-partner`
struct SetManagingPartner: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set-partner",
    abstract: "Say which partner may act for an organization. For operators."
  )

  @Argument(help: "Id of the organization.")
  var id: String

  @Argument(help: "Id of the partner.")
  var partner: String?

  @Flag(help: "Nobody may act for it any more.")
  var none = false

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    guard (partner != nil) != none else { throw ValidationError("Give the partner, or --none.") }
  }

  func run() async throws {
    let message = CatalogV1.SetManagingPartnerRequest(
      name: "organizations/\(id)",
      managingPartner: partner.map { "partners/\($0)" } ?? "",
      requestId: request.id
    )
    let changed = try await gateway.call(as: .operator) {
      try await $0.catalog.setManagingPartner(message, options: $0.options)
    }
    try Output.show(changed, asJSON: gateway.json) { Organizations.sheet(changed) }
  }
}
