import ArgumentParser
import Messages

/// `trunkline ports`
struct Ports: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring numbers over from another carrier.",
    discussion: """
      Examples:
        trunkline ports check --location headquarters +12015551234
        trunkline ports dates --location headquarters +12015551234
        trunkline ports create --location headquarters +12015551234 --account 4711
        trunkline ports validate ORDER
        trunkline ports submit ORDER
        trunkline ports history ORDER
      """,
    groupedSubcommands: [
      CommandGroup(name: "Before", subcommands: [CheckPortability.self, PortDatesCommand.self]),
      CommandGroup(
        name: "Order",
        subcommands: [
          CreatePortOrder.self, ChangePortOrder.self, SignLetter.self, UploadPortDocument.self,
          DownloadPortDocument.self, ValidatePortOrder.self, SubmitPortOrder.self,
        ]
      ),
      CommandGroup(
        name: "Follow",
        subcommands: [
          ShowPortOrder.self, ListPortOrders.self, PortHistory.self, ReschedulePortOrder.self,
          CancelPortOrder.self,
          SplitPortOrder.self, SnapBack.self, ReviewPortability.self,
        ]
      ),
      CommandGroup(name: "Numbers that go", subcommands: [PortOuts.self]),
    ],
    aliases: ["port"]
  )

  /// Whether each number can be ported, and what became of it, for people.
  static func table(_ numbers: [PortingV1.NumberPortability]) -> String {
    var table = Table("number", "portability", "outcome", "carrier", "reason", "what to do")
    for number in numbers {
      table.add(
        number.phoneNumber,
        number.portability.name,
        number.outcome == .unspecified ? "" : number.outcome.name,
        number.losingCarrier,
        number.reason,
        number.reviewNote.isEmpty ? number.fix : "reviewed: \(number.reviewNote)"
      )
    }
    return table.text
  }

  /// A port order for people.
  static func sheet(_ order: PortingV1.PortOrder) -> String {
    var sheet = Sheet()
    sheet.add("port order", order.name)
    sheet.add("state", "\(order.state.name) (\(order.phase))")
    sheet.add("meaning", order.meaning)
    sheet.add("who must act", order.nextActor)
    sheet.add("until", order.actUntilTime?.text ?? "")
    sheet.add("what to do", order.fix)
    sheet.add("what can follow", order.nextStates.map(\.name).joined(separator: ", "))
    sheet.add("location", order.location)
    sheet.add("type", order.portType)
    sheet.add("desired", order.desiredTime?.text ?? "")
    sheet.add("firm date", order.firmTime?.text ?? "")
    sheet.add("can be changed until", order.changeUntilTime?.text ?? "")
    sheet.add("split into", order.splitInto.map(\.resourceID).joined(separator: ", "))
    sheet.add("split from", order.splitFrom.resourceID == order.splitFrom ? "" : order.splitFrom.resourceID)
    sheet.add("documents asked for", order.requestedDocuments.joined(separator: ", "))
    for limit in order.useLimits { sheet.add("limit of use", limit) }
    for document in order.documents {
      sheet.add("document", "\(document.name.resourceID)  \(document.kind)  \(document.mediaType)")
    }
    return "\(sheet.text)\n\n\(table(order.numbers))"
  }
}
