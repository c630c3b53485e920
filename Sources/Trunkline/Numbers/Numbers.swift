import ArgumentParser
import Messages

/// `trunkline numbers`
struct Numbers: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Search, reserve and list telephone numbers.",
    discussion: """
      Examples:
        trunkline numbers search --city "Jersey City" --region NJ
        trunkline numbers reserve +12015550123 +12015550124
        trunkline numbers reserve --block 10 --area 201
        trunkline numbers list
      """,
    subcommands: [
      SearchNumbers.self, ReserveNumbers.self, ExtendReservation.self, ReleaseReservation.self,
      ListNumbers.self, ShowNumber.self, CountOwnNumbers.self, CountNumbers.self, AssignNumber.self,
      SetMainNumber.self, SetCallerID.self, ChangeNumberUsage.self, MoveNumbers.self, GiveUpNumbers.self,
      BlockNumbers.self, UnblockNumbers.self,
    ]
  )

  /// Numbers for people.
  static func table(_ numbers: [InventoryV1.Number]) -> String {
    var table = Table("number", "as written", "state", "type", "city", "region", "location", "used by")
    for number in numbers {
      table.add(
        number.phoneNumber,
        number.displayNumber,
        number.state.name,
        number.numberType.name,
        number.city,
        number.region,
        number.location.resourceID,
        NumberUser.text(number.assignee)
      )
    }
    return table.text
  }

  /// A reservation for people.
  static func sheet(_ reservation: InventoryV1.Reservation) -> String {
    var sheet = Sheet()
    sheet.add("reservation", reservation.name)
    sheet.add("state", reservation.state.name)
    sheet.add("numbers", reservation.phoneNumbers.joined(separator: " "))
    sheet.add("fencing token", "\(reservation.fencingToken)")
    sheet.add("held until", reservation.expireTime?.text ?? "")
    sheet.add("at most until", reservation.latestExpireTime?.text ?? "")
    sheet.add("order", reservation.order)
    return sheet.text
  }
}
