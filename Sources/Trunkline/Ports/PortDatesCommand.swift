import ArgumentParser
import Foundation
import Messages

/// `trunkline ports dates`
struct PortDatesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dates",
    abstract: "List the windows in which numbers could be ported, and until when that could be changed."
  )

  @Argument(help: "Numbers with + and country code; they decide the time zone.")
  var numbers: [String] = []

  @Option(help: ArgumentHelp("Name or id of the location that would get them.", valueName: "location"))
  var location: String

  @Option(help: ArgumentHelp("Type of port; the country's first one when not given.", valueName: "type"))
  var type = ""

  @Option(help: "How many windows.")
  var count: Int32 = 10

  @OptionGroup var organization: OrganizationOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let request = PortingV1.PreviewDatesRequest(
      location: organization.resource("locations", location),
      phoneNumbers: numbers,
      portType: type.uppercased(),
      count: count
    )
    let answer = try await gateway.call { try await $0.porting.previewDates(request, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("from", "until", "can be changed until", "")
      for slot in answer.slots {
        table.add(
          slot.startTime?.text ?? "",
          slot.endTime?.text ?? "",
          slot.changeUntilTime?.text ?? "",
          slot.finalOnceConfirmed ? "final once confirmed" : ""
        )
      }
      return "\(table.text)\n\(answer.timeZones.joined(separator: ", ")). \(answer.notice)"
    }
  }
}

/// `trunkline ports validate`
struct ValidatePortOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Say everything that keeps a port order from being submitted."
  )

  @OptionGroup var port: PortArgument
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let answer = try await gateway.call {
      try await $0.porting.validatePortOrder(.init(name: port.name), options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) {
      guard !answer.violations.isEmpty else {
        return "Nothing is wrong. Submit it with trunkline ports submit."
      }
      var table = Table("field", "code", "what to do")
      for violation in answer.violations { table.add(violation.field, violation.code, violation.fix) }
      return table.text
    }
  }
}

/// `trunkline ports history`
struct PortHistory: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show what happened to a port order."
  )

  @OptionGroup var port: PortArgument
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let answer = try await gateway.call {
      try await $0.porting.listPortHistory(.init(name: port.name), options: $0.options)
    }
    try Output.show(answer, asJSON: gateway.json) {
      var table = Table("time", "state", "event", "who", "what")
      for entry in answer.entries {
        table.add(
          entry.time?.text ?? "",
          entry.state.name,
          entry.event,
          entry.principal,
          entry.description
        )
      }
      return table.text
    }
  }
}
