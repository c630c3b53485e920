import ArgumentParser
import Messages

/// Where the service is that numbers are ported from, as the losing carrier knows it.
struct ServiceAddressOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Where the service is: country, such as US.", valueName: "code"))
  var serviceCountry: String?

  @Option(help: ArgumentHelp("State, province or region, such as NJ.", valueName: "code"))
  var serviceRegion: String?

  @Option(help: ArgumentHelp("City.", valueName: "name"))
  var serviceCity: String?

  @Option(help: ArgumentHelp("Postal code.", valueName: "code"))
  var servicePostalCode: String?

  @Option(help: ArgumentHelp("Street, without the building number.", valueName: "name"))
  var serviceStreet: String?

  @Option(help: ArgumentHelp("Building number.", valueName: "number"))
  var serviceBuildingNumber: String?

  @Option(help: ArgumentHelp("Floor, room or suite.", valueName: "text"))
  var serviceUnit: String?

  private var needed: [(name: String, value: String?)] {
    [
      ("--service-country", serviceCountry), ("--service-city", serviceCity),
      ("--service-postal-code", servicePostalCode), ("--service-street", serviceStreet),
      ("--service-building-number", serviceBuildingNumber),
    ]
  }

  private var isGiven: Bool {
    serviceRegion != nil || serviceUnit != nil || needed.contains { $0.value != nil }
  }

  /// An address is changed as a whole.
  func validate() throws {
    let missing = needed.filter { $0.value == nil }.map(\.name)
    guard !isGiven || missing.isEmpty else {
      throw ValidationError("The service's address lacks \(missing.joined(separator: ", ")).")
    }
  }

  /// Nil when none is given.
  var message: TypeV1.CivicAddress? {
    guard isGiven else { return nil }
    return .init(
      countryCode: serviceCountry?.uppercased() ?? "",
      region: serviceRegion ?? "",
      city: serviceCity ?? "",
      postalCode: servicePostalCode ?? "",
      street: serviceStreet ?? "",
      buildingNumber: serviceBuildingNumber ?? "",
      unit: serviceUnit ?? ""
    )
  }
}
