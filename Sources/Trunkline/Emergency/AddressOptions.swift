import ArgumentParser
import Messages

/// The parts of an address.
struct AddressOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Country, such as US.", valueName: "code"))
  var country = "US"

  @Option(help: ArgumentHelp("State, province or region, such as NJ.", valueName: "code"))
  var region = ""

  @Option(help: "City.")
  var city: String

  @Option(help: "Postal code.")
  var postalCode: String

  @Option(help: "Street, without the building number.")
  var street: String

  @Option(help: "Building number.")
  var buildingNumber: String

  @Option(help: "Suite or apartment.")
  var unit = ""

  @Option(help: "Floor.")
  var floor = ""

  @Option(help: "Room.")
  var room = ""

  var message: TypeV1.CivicAddress {
    .init(
      countryCode: country.uppercased(),
      region: region,
      city: city,
      postalCode: postalCode,
      street: street,
      buildingNumber: buildingNumber,
      unit: unit,
      floor: floor,
      room: room
    )
  }
}

/// Whose address a command is about.
struct AddressHolder: ParsableArguments {
  @Argument(help: ArgumentHelp("Location, number with +, or users/ID.", valueName: "whose"))
  var holder: String

  @OptionGroup var organization: OrganizationOption

  /// The name of the address.
  var addressName: String { "\(path)/emergencyAddress" }

  var isLocation: Bool { path.contains("/locations/") }

  /// The name of the location.
  var path: String {
    if holder.hasPrefix("+") { return "\(organization.name)/numbers/\(holder.dropFirst())" }
    if holder.hasPrefix("users/") { return "\(organization.name)/\(holder)" }
    return organization.resource("locations", holder)
  }

  var custom: EmergencyV1.SetCustomAddressRequest.Subject {
    holder.hasPrefix("+") ? .phoneNumber(holder) : .user(path)
  }

  var customToReset: EmergencyV1.ResetCustomAddressRequest.Subject {
    holder.hasPrefix("+") ? .phoneNumber(holder) : .user(path)
  }
}
