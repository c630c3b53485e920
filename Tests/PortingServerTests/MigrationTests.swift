import Messages
import PortingStore
import ServiceKit
import Storage
import StorageSQLite
import StorageTesting
import Testing

/// Databases of the first release, whose orders were drafts that could not be submitted.
@Suite struct MigrationTests {
  private let directory: TemporaryDirectory
  private static let draft = "organizations/acme/portOrders/old"
  private static let canceled = "organizations/acme/portOrders/canceled"

  init() throws { directory = try TemporaryDirectory() }

  @Test func anOldDraftGoesOn() async throws {
    try await writeFirstRelease()
    try await PortingBench.run(in: directory) { bench in
      let story = PortStory(bench: bench, name: Self.draft)
      let order = try await story.order()
      #expect(order.state == .pending && order.phase == "COLLECTING")
      #expect(order.numbers.map(\.phoneNumber) == ["+12015559000", "+12015550001"])
      #expect(order.numbers.map(\.reason) == ["", "TN_NOT_PORTABLE"])
      #expect(try await bench.calls.list().portOrders.map(\.name) == [Self.draft])
      try await fillIn(story)
      try await story.submit()
      #expect(try await story.complete().numbers.map(\.outcome) == [.ported])
    }
  }

  private func fillIn(_ story: PortStory) async throws {
    let number = "+12015559000"
    let dates = try await story.bench.calls.dates("hq")
    let update = PortingV1.UpdatePortOrderRequest(
      portOrder: .init(
        name: story.name,
        numbers: [.init(phoneNumber: number)],
        portType: "STANDARD",
        desiredTime: dates.slots.last?.startTime,
        details: PortStory.details([number])
      ),
      updatePaths: ["numbers", "port_type", "desired_time"]
        + ["account_number", "pin", "billing_number", "authorized_name", "company_name", "service_address"]
        .map { "details.\($0)" },
      requestId: "0b9d51a6-4be3-4b2c-9b0f-4a1ed0f5a001"
    )
    let options = story.bench.calls.options("acme-admin")
    _ = try await story.bench.calls.client.updatePortOrder(update, options: options)
    try await story.sign()
    try await story.upload("BILL")
  }

  private func writeFirstRelease() async throws {
    let database = try await Database(
      engine: SQLiteEngine(path: directory.file("porting.sqlite")),
      migrations: [Migration(1, sql: PortingSchema.sql + CatalogTables.sql)]
    )
    let now = PortingBench.start.milliseconds
    let orders = [(1, Self.draft, 1), (2, Self.canceled, 6)].map { sequence, name, state in
      "(\(sequence), '\(name)', 'acme', 'organizations/acme/locations/hq', \(state), \(now), \(now), 1)"
    }
    let numbers = [
      "(1, 0, '+12015559000', 1, '', '', 'Carrier')",
      "(1, 1, '+12015550001', 2, 'TN_NOT_PORTABLE', 'Remove it.', 'Carrier')",
      "(2, 0, '+12015559010', 1, '', '', 'Carrier')",
    ]
    let script = """
      INSERT INTO port_order VALUES \(orders.joined(separator: ", "));
      INSERT INTO port_number VALUES \(numbers.joined(separator: ", "));
      """
    try await database.write { try $0.run(script: script) }
    await database.close()
  }
}
