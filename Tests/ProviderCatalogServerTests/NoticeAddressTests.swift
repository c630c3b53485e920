import Foundation
import Messages
import NeighbourTesting
import RPC
import Storage
import StorageTesting
import Testing

// domain.md section 5: administrators get an e-mail on every problem with a port order.
@Suite struct NoticeAddressTests {
  private func set(
    _ emails: [String],
    _ catalog: RunningCatalog,
    as caller: TestCaller = .acme
  ) async throws -> CatalogV1.NoticeAddresses {
    try await catalog.client.setNoticeAddresses(
      .init(organization: "organizations/acme", emails: emails),
      options: caller.options
    )
  }

  private func read(
    _ catalog: RunningCatalog,
    as caller: TestCaller = .acme
  ) async throws -> CatalogV1.NoticeAddresses {
    try await catalog.client.getNoticeAddresses(
      .init(organization: "organizations/acme"),
      options: caller.options
    )
  }

  @Test func areReadBackByAdministratorsAndThatIsNoted() async throws {
    try await withCatalog { catalog in
      try await catalog.makeOrganization()
      #expect(try await read(catalog).emails.isEmpty)
      let given = try await set(["ada@example.com", "desk@example.com"], catalog)
      #expect(given.emails == ["ada@example.com", "desk@example.com"] && given.updateTime != nil)
      #expect(try await read(catalog) == given)
      for (caller, code) in [(TestCaller.reader, StatusCode.permissionDenied), (.globex, .notFound)] {
        #expect(await refusal { _ = try await read(catalog, as: caller) }?.code == code)
        #expect(await refusal { _ = try await set([], catalog, as: caller) }?.code == code)
      }
      let readings = try await catalog.database.read { transaction in
        try transaction.query(Statement("SELECT principal || ' ' || resource FROM personal_reading")) { row in
          row[0] as String
        }
      }
      #expect(readings == Array(repeating: "keys/acme organizations/acme, notice addresses", count: 2))
    }
  }

  @Test func everyWrongOneIsNamed() async throws {
    try await withCatalog { catalog in
      try await catalog.makeOrganization()
      let emails = ["ada@example.com", "ada", "", "b@example.com"]
      let wrong = await refusal { _ = try await set(emails, catalog) }
      #expect(wrong?.fieldViolations.map(\.field) == ["emails[1]", "emails[2]"])
      #expect(Set(wrong?.fieldViolations.map(\.reason) ?? []) == ["INVALID_EMAIL"])
      let many = await refusal {
        _ = try await set(Array(repeating: "ada@example.com", count: 21), catalog)
      }
      #expect(many?.fieldViolations.map(\.reason) == ["TOO_MANY_CONTACTS"])
    }
  }

  // design.md section 5: in tables, outbox and stored answers alike.
  @Test func servicesHearOfThemAndNoFileHoldsThemInClear() async throws {
    let directory = try TemporaryDirectory()
    try await withCatalog(in: directory) { catalog in
      let organization = try await catalog.makeOrganization()
      let given = try await set(["unmistakable@example.com"], catalog)
      let events = try await catalog.events(after: 0, count: 2)
      #expect(events.map(\.resource) == [.organization(organization), .noticeAddresses(given)])
    }
    for file in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
      let bytes = FileManager.default.contents(atPath: directory.file(file)) ?? Data()
      #expect(bytes.range(of: Data("unmistakable".utf8)) == nil, "\(file)")
    }
  }
}
