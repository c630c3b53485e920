import ArgumentParser
import Messages

/// Which numbers are meant.
struct CriteriaOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Country, such as US or CA.", valueName: "code"))
  var country = Self.standardCountry

  static let standardCountry = "US"

  @Option(help: ArgumentHelp("State, province or region, such as NJ.", valueName: "code"))
  var region: String?

  @Option(help: ArgumentHelp("Area code, such as 201.", valueName: "digits"))
  var area: String?

  @Option(help: ArgumentHelp("First digits after the country code, such as 201555.", valueName: "digits"))
  var prefix: String?

  @Option(help: ArgumentHelp("City, such as \"Jersey City\".", valueName: "name"))
  var city: String?

  @Option(help: ArgumentHelp("First digits or letters, such as 201FLOWERS.", valueName: "text"))
  var startsWith: String?

  @Option(help: ArgumentHelp("Digits or letters anywhere in the number, such as FLOWERS.", valueName: "text"))
  var contains: String?

  @Option(help: ArgumentHelp("Last digits or letters.", valueName: "text"))
  var endsWith: String?

  @Option(
    help: ArgumentHelp("LOCAL, NATIONAL, TOLL_FREE or MOBILE; any when not given.", valueName: "type"),
    transform: InventoryV1.NumberType.argument
  )
  var type: InventoryV1.NumberType?

  var message: InventoryV1.NumberCriteria {
    InventoryV1.NumberCriteria(
      countryCode: country.uppercased(),
      region: region?.uppercased() ?? "",
      areaCode: area ?? "",
      prefix: prefix ?? "",
      city: city ?? "",
      numberType: type ?? .unspecified,
      startsWith: startsWith ?? "",
      contains: contains ?? "",
      endsWith: endsWith ?? ""
    )
  }
}

extension InventoryV1.NumberType {
  /// The type of that name in the proto, whatever its case.
  init?(name: some StringProtocol) {
    let known: [InventoryV1.NumberType] = [.local, .national, .tollFree, .mobile]
    guard let type = known.first(where: { $0.name == name.uppercased() }) else { return nil }
    self = type
  }

  /// Reads it from the command line.
  static func argument(_ text: String) throws -> InventoryV1.NumberType {
    guard let type = InventoryV1.NumberType(name: text) else {
      throw ValidationError("\(text) is no type. Give LOCAL, NATIONAL, TOLL_FREE or MOBILE.")
    }
    return type
  }
}
