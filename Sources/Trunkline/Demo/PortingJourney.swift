import Foundation
import Messages
import RPC
import Synchronization

/// What a customer does with port orders in a demonstration, and the time that passes.
final class PortingJourney: Sendable {
  private static let organization = "organizations/demo"
  private static let file = Array("%PDF-1.4 a document of the demonstration".utf8)
  private static let patience = Duration.seconds(30)

  private let client: GatewayClient
  private let support: GatewayClient
  private let teller: StoryTeller
  /// Seconds by which the suite's clock is ahead.
  private let ahead = Mutex<Int64>(0)

  init(client: GatewayClient, support: GatewayClient, teller: StoryTeller) {
    (self.client, self.support, self.teller) = (client, support, teller)
  }

  func draft(
    _ site: String,
    _ numbers: [String],
    type: String = "STANDARD",
    values: [(String, String)] = [],
    sign: Bool = false
  ) async throws -> String {
    let location = "\(Self.organization)/locations/\(site)"
    var order = PortingV1.PortOrder(
      location: location,
      numbers: numbers.map { .init(phoneNumber: $0) },
      portType: type
    )
    order.details = .init(
      accountNumber: "4711",
      billingNumber: numbers[0],
      authorizedName: "Ada King",
      companyName: "Demo",
      serviceAddress: PortingStory.address(of: site),
      contactEmails: ["ada@demo.example"],
      values: values.map { .init(field: $0.0, text: $0.1) }
    )
    let asked = PortingV1.PreviewDatesRequest(location: location, phoneNumbers: numbers, portType: type)
    var name = ""
    try await teller.step("PortingService/CreatePortOrder", "A draft for \(site), with letter and papers.") {
      let dates = try await teller.eventually {
        try await client.porting.previewDates(asked, options: client.options)
      }
      order.desiredTime = dates.slots.last?.startTime
      let request = PortingV1.CreatePortOrderRequest(parent: Self.organization, portOrder: order)
      let made = try await teller.eventually {
        try await client.porting.createPortOrder(request, options: client.options)
      }
      name = made.name
      if sign { try await self.sign(name) }
      try await attachPapers(name)
      return "\(numbers.joined(separator: ", ")) wished for \(order.desiredTime?.text ?? "")"
    }
    return name
  }

  private func sign(_ name: String) async throws {
    let request = PortingV1.SignLetterRequest(
      name: name,
      givenName: "Ada",
      familyName: "King",
      jobTitle: "Owner"
    )
    _ = try await client.porting.signLetter(request, options: client.options)
  }

  /// Everything that the pre-flight says is missing.
  private func attachPapers(_ name: String) async throws {
    // Of yesterday: today has not begun yet everywhere.
    let now = try await client.clock.getClock(.init(), options: client.options).time?.seconds ?? 0
    let issued = GoogleProtobuf.Timestamp(seconds: now - 86_400).text.prefix(10)
    let missing = try await client.porting.validatePortOrder(.init(name: name), options: client.options)
    for violation in missing.violations where violation.code == "DOCUMENT_REQUIRED" {
      let kind = String(violation.field.trimmingPrefix("documents."))
      let document = PortingV1.PortDocument(kind: kind, issueDate: String(issued))
      _ = try await client.upload(Self.file, .init(portOrder: name, document: document))
    }
  }

  func awaitPortability(_ name: String) async throws {
    try await teller.step("PortingService/GetPortOrder", "The answer has come by itself.") {
      let order = try await reached(name) { !$0.numbers.contains { $0.portability == .pending } }
      return order.numbers.map { "\($0.phoneNumber) \($0.portability.name)" }.joined(separator: ", ")
    }
  }

  func submit(_ name: String) async throws {
    try await teller.step("PortingService/SubmitPortOrder", "Off to the losing carrier.") {
      let request = PortingV1.SubmitPortOrderRequest(name: name)
      _ = try await client.porting.submitPortOrder(request, options: client.options)
      return try await reached(name) { $0.phase == "WAITING_FOR_CARRIER" }.meaning
    }
  }

  func mendAccount(_ name: String) async throws {
    try await teller.step("PortingService/SubmitPortOrder", "One is rejected, mended and submitted again.") {
      let rejected = try await reached(name) { $0.state == .rejected }
      let changes = PortingV1.PortOrder(details: .init(accountNumber: "4712"))
      let request = PortingV1.SubmitPortOrderRequest(
        name: name,
        changes: changes,
        updatePaths: ["details.account_number"]
      )
      _ = try await client.porting.submitPortOrder(request, options: client.options)
      _ = try await reached(name) { $0.phase == "WAITING_FOR_CARRIER" }
      return "\(rejected.reason): \(rejected.fix)"
    }
  }

  func split(_ name: String) async throws -> [String] {
    var parts: [String] = []
    try await teller.step("PortingService/SplitPortOrder", "One has to be split: one call does it.") {
      let rejected = try await reached(name) { $0.state == .rejected }
      parts = try await client.porting.splitPortOrder(.init(name: name), options: client.options)
        .portOrders.map(\.name)
      return "\(rejected.reason): \(parts.count) orders, with all that was filled in"
    }
    return parts
  }

  func reschedule(_ name: String) async throws {
    try await teller.step("PortingService/ReschedulePortOrder", "One is moved to a later day.") {
      let order = try await reached(name) { $0.phase == "DATE_IS_FIRM" }
      let asked = PortingV1.PreviewDatesRequest(location: order.location, portType: order.portType, count: 30)
      let dates = try await client.porting.previewDates(asked, options: client.options)
      let time = dates.slots.last?.startTime
      let request = PortingV1.ReschedulePortOrderRequest(name: name, desiredTime: time)
      _ = try await client.porting.reschedulePortOrder(request, options: client.options)
      _ = try await reached(name) { $0.phase == "WAITING_FOR_FIRM_DATE" }
      return "from \(order.firmTime?.text ?? "") to \(time?.text ?? "")"
    }
  }

  /// Lets the firm dates come, one after the other: numbers move in their window or not at all.
  func complete(_ names: [String]) async throws {
    let firm = try await names.asyncMap { try await reached($0) { $0.phase == "DATE_IS_FIRM" } }
    for order in firm.sorted(by: { $0.firmTime?.seconds ?? 0 < $1.firmTime?.seconds ?? 0 }) {
      let now = try await client.clock.getClock(.init(), options: client.options).time?.seconds ?? 0
      let ahead = (order.firmTime?.seconds ?? 0) - now
      if ahead > 0 { try await pass(hours: ahead / 3_600 + 1, "The day of \(order.name.resourceID) comes.") }
      _ = try await reached(order.name) { $0.state == .completed }
    }
    try await teller.step("PortingService/GetPortOrder", "All numbers are here.") {
      let orders = try await names.asyncMap { try await reached($0) { $0.state == .completed } }
      return orders.flatMap(\.numbers).map { "\($0.phoneNumber) \($0.outcome.name)" }.joined(separator: ", ")
    }
  }

  func showTimeLine(_ name: String) async throws {
    try await teller.step("PortingService/ListPortHistory", "The time line of \(name.resourceID).") {
      let entries = try await client.porting.listPortHistory(.init(name: name), options: client.options)
        .entries
      return entries.map { "\($0.time?.text ?? "")  \($0.state.name)  \($0.description)" }
        .joined(separator: "\n   ")
    }
  }

  func pass(hours: Int64, _ title: String) async throws {
    try await teller.step("ClockService/AdvanceClock", title) {
      let seconds = ahead.withLock { ahead in
        ahead += hours * 3_600
        return ahead
      }
      let clock = try await support.clock.advanceClock(
        .init(ahead: .init(seconds: seconds)),
        options: support.options
      )
      return "it is \(clock.time?.text ?? "")"
    }
  }

  private func order(_ name: String) async throws -> PortingV1.PortOrder {
    try await client.porting.getPortOrder(.init(name: name), options: client.options)
  }

  /// The order when something is so of it.
  private func reached(
    _ name: String,
    _ isSo: (PortingV1.PortOrder) -> Bool
  ) async throws -> PortingV1.PortOrder {
    let deadline = ContinuousClock.now + Self.patience
    while true {
      let order = try await order(name)
      if isSo(order) { return order }
      guard ContinuousClock.now < deadline else {
        throw CommandFailure(description: "\(name) stays \(order.phase): \(order.meaning)")
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }
}

extension Array {
  fileprivate func asyncMap<Result>(_ transform: (Element) async throws -> Result) async throws -> [Result] {
    var results: [Result] = []
    for element in self { results.append(try await transform(element)) }
    return results
  }
}
