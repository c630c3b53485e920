import ArgumentParser
import Messages

/// `trunkline ports`
struct Ports: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring numbers over from another carrier.",
    discussion: """
      Examples:
        trunkline ports check --location headquarters +12015550199
        trunkline ports create --location headquarters +12015550199
      """,
    subcommands: [CheckPortability.self, CreatePortOrder.self, ShowPortOrder.self, ListPortOrders.self]
  )

  /// Whether each number can be ported, for people.
  static func table(_ numbers: [PortingV1.NumberPortability]) -> String {
    var table = Table("number", "portability", "carrier", "reason", "what to do")
    for number in numbers {
      table.add(number.phoneNumber, number.portability.name, number.losingCarrier, number.reason, number.fix)
    }
    return table.text
  }

  /// A port order for people.
  static func sheet(_ order: PortingV1.PortOrder) -> String {
    var sheet = Sheet()
    sheet.add("port order", order.name)
    sheet.add("state", order.state.name)
    sheet.add("meaning", order.meaning)
    sheet.add("who must act", order.nextActor)
    sheet.add("location", order.location)
    return "\(sheet.text)\n\n\(table(order.numbers))"
  }
}
