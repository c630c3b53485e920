import ArgumentParser
import Messages

/// `trunkline emergency`
struct Emergency: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Set where help is sent, and look it up by number.",
    discussion: """
      Examples:
        trunkline emergency set headquarters --building-number 30 \\
          --street "Montgomery St" --city "Jersey City" --region NJ \\
          --postal-code 07302
        trunkline emergency lookup +12015550123
      """,
    groupedSubcommands: [
      CommandGroup(
        name: "Address",
        subcommands: [
          SetEmergencyAddress.self, RemoveEmergencyAddress.self, ShowEmergencyAddress.self,
          EmergencyAddressHistory.self, EmergencyAddressUses.self,
        ]
      ),
      CommandGroup(
        name: "On its way to the responders",
        subcommands: [ResolveCorrection.self, InformResponders.self, PlaceTestCall.self]
      ),
      CommandGroup(
        name: "Calls",
        subcommands: [LookUpEmergencyAddress.self, NotificationContactsCommand.self]
      ),
    ]
  )

  /// The address of a location for people.
  static func sheet(_ address: EmergencyV1.EmergencyAddress) -> String {
    var sheet = Sheet()
    sheet.add("emergency address", address.name)
    sheet.add("where", address.address?.line ?? "")
    sheet.add("progress", address.progress.name)
    sheet.add("waits for", address.step.name)
    sheet.add("next", address.nextStep)
    sheet.add("rejected", address.rejectionReason)
    sheet.add("information", address.additionalInformation)
    for difference in address.correction?.differences ?? [] {
      sheet.add("correction", "\(difference.field): \(difference.given) -> \(difference.corrected)")
    }
    sheet.add("changed", address.updateTime?.text ?? "")
    return sheet.text
  }
}

extension TypeV1.CivicAddress {
  /// The address on one line.
  var line: String {
    let place = [region, postalCode].filter { !$0.isEmpty }.joined(separator: " ")
    return ["\(buildingNumber) \(street)", unit, floor, room, city, place, countryCode]
      .filter { !$0.allSatisfy(\.isWhitespace) }.joined(separator: ", ")
  }
}
