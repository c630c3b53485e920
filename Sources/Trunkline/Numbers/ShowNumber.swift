import ArgumentParser
import Messages

/// `trunkline numbers show`
struct ShowNumber: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one number and where it stands.",
    discussion: "Example:  trunkline numbers show +12015550123"
  )

  @Argument(help: "The number with + and country code.")
  var number: String

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = InventoryV1.GetNumberRequest(name: "numbers/\(number.filter { $0 != "+" })")
    let found = try await gateway.call { try await $0.inventory.getNumber(request, options: $0.options) }
    try Output.show(found, asJSON: gateway.json) { Self.sheet(found) }
  }

  static func sheet(_ number: InventoryV1.Number) -> String {
    let place = [number.city, number.region, number.countryCode].filter { !$0.isEmpty }
    var sheet = Sheet()
    sheet.add("number", "\(number.phoneNumber)  \(number.displayNumber)")
    sheet.add("state", number.state.name)
    sheet.add("type", number.numberType.name)
    sheet.add("place", place.joined(separator: ", "))
    sheet.add("area code", number.areaCode)
    sheet.add("provider", number.provider)
    sheet.add("location", number.location)
    sheet.add("order", number.order)
    sheet.add("usage", number.usage == .unspecified ? "" : number.usage.name)
    sheet.add("used by", NumberUser.text(number.assignee))
    sheet.add("main number", number.mainNumber ? "yes" : "")
    sheet.add("block", number.blockSize > 0 ? "\(number.blockSize) from \(number.blockFirstPhoneNumber)" : "")
    return sheet.text
  }
}
