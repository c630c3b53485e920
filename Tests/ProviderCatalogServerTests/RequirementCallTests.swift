import Foundation
import Messages
import NeighbourTesting
import RPC
import Storage
import StorageTesting
import Testing

@Suite struct RequirementCallTests {
  private static let name = "organizations/acme/requirementGroups/athens"
  private static let secret = "EL-ZZTOP-4711"
  private static let file = Array("%PDF-1.7 \(secret)".utf8)

  private func make(_ catalog: RunningCatalog) async throws -> CatalogV1.RequirementGroup {
    try await catalog.makeOrganization()
    let group = CatalogV1.RequirementGroup(
      displayName: "Athens",
      countryCode: "GR",
      numberType: "LOCAL",
      action: .newNumbers,
      values: [.init(field: "COMPANY_NAME", text: Self.secret)]
    )
    return try await catalog.client.createRequirementGroup(
      .init(parent: "organizations/acme", requirementGroupId: "athens", requirementGroup: group),
      options: TestCaller.acme.options
    )
  }

  private func attach(_ kind: String, _ catalog: RunningCatalog) async throws -> CatalogV1.RequirementGroup {
    let day = String(Date().formatted(.iso8601).prefix(10))
    return try await catalog.client.attachRequirementDocument(
      .init(name: Self.name, kind: kind, content: Self.file, issueDate: day),
      options: TestCaller.acme.options
    )
  }

  @Test func itIsFilledInStepByStepAndUsedWhenReady() async throws {
    try await withCatalog { catalog in
      let options = TestCaller.acme.options
      let made = try await make(catalog)
      #expect(made.state == .incomplete && made.problems.count == 7)
      let values = [
        ("ADDRESS", "Ermou 1"), ("COMPANY_NAME", "Acme"), ("CONTACT_PHONE", "+302101234567"),
        ("REPRESENTATIVE_NAME", "Ada"), ("VAT_ID", "EL094014298"),
      ]
      let group = CatalogV1.RequirementGroup(
        name: Self.name,
        values: values.map { .init(field: $0.0, text: $0.1) }
      )
      _ = try await catalog.client.updateRequirementGroup(.init(requirementGroup: group), options: options)
      for kind in ["COMPANY_REGISTRATION", "PASSPORT_OR_ID", "PROOF_OF_ADDRESS"] {
        _ = try await attach(kind, catalog)
      }
      let ready = try await catalog.client.getRequirementGroup(.init(name: Self.name), options: options)
      #expect(ready.state == .ready && ready.problems.isEmpty && !ready.expireDate.isEmpty)
      #expect(ready.values.map(\.field) == values.map(\.0) && ready.displayName == "Athens")
      let listed = try await catalog.client.listRequirementGroups(
        .init(parent: "organizations/acme"),
        options: TestCaller.reader.options
      )
      #expect(listed.requirementGroups.map(\.name) == [Self.name])
      #expect(listed.requirementGroups.allSatisfy { $0.values.isEmpty })
      let problems = try await catalog.client.listRequirementGroups(
        .init(parent: "organizations/acme", onlyProblems: true),
        options: options
      )
      #expect(problems.requirementGroups.isEmpty)
      let content = try await catalog.client.getRequirementDocument(
        .init(name: Self.name, kind: "PASSPORT_OR_ID"),
        options: options
      )
      #expect(content.content == Self.file && content.document?.format == "PDF")
      let removed = try await catalog.client.removeRequirementDocument(
        .init(name: Self.name, kind: "PASSPORT_OR_ID"),
        options: options
      )
      #expect(removed.state == .incomplete)
    }
  }

  @Test func whatIsPersonalIsSealedAndItsReadingNoted() async throws {
    let directory = try TemporaryDirectory()
    try await withCatalog(in: directory) { catalog in
      _ = try await make(catalog)
      _ = try await attach("PASSPORT_OR_ID", catalog)
      _ = try await catalog.client.getRequirementGroup(
        .init(name: Self.name),
        options: TestCaller.acme.options
      )
      _ = try await catalog.client.getRequirementDocument(
        .init(name: Self.name, kind: "PASSPORT_OR_ID"),
        options: TestCaller.acme.options
      )
      let readings = try await catalog.database.read { transaction in
        try transaction.query(Statement("SELECT principal, resource FROM personal_reading ORDER BY id")) {
          row in
          "\(row[0] as String): \(row[1] as String)"
        }
      }
      #expect(
        readings == ["keys/acme: \(Self.name)", "keys/acme: \(Self.name), document PASSPORT_OR_ID"]
      )
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    #expect(files.contains("catalog.sqlite"))
    for file in files {
      let bytes = FileManager.default.contents(atPath: directory.file(file)) ?? Data()
      #expect(bytes.range(of: Data(Self.secret.utf8)) == nil, "\(file)")
    }
  }

  @Test func othersNeitherSeeNorTouchIt() async throws {
    try await withCatalog { catalog in
      _ = try await make(catalog)
      for caller in [TestCaller.globex, .reader] {
        let refused = await refusal {
          _ = try await catalog.client.getRequirementGroup(.init(name: Self.name), options: caller.options)
        }
        #expect(refused?.code == (caller == .globex ? .notFound : .permissionDenied))
      }
    }
  }

  @Test func itIsDeletedWithItsDocuments() async throws {
    try await withCatalog { catalog in
      _ = try await make(catalog)
      _ = try await attach("PASSPORT_OR_ID", catalog)
      let options = TestCaller.acme.options
      _ = try await catalog.client.deleteRequirementGroup(.init(name: Self.name), options: options)
      let left = try await catalog.database.read { transaction in
        try transaction.first(Statement("SELECT count(*) FROM requirement_document")) { row in row[0] as Int }
      }
      #expect(left == 0)
      let gone = await refusal {
        _ = try await catalog.client.deleteRequirementGroup(.init(name: Self.name), options: options)
      }
      #expect(gone?.code == .notFound)
      let twice = try await makeAgain(catalog)
      #expect(twice.documents.isEmpty)
    }
  }

  private func makeAgain(_ catalog: RunningCatalog) async throws -> CatalogV1.RequirementGroup {
    let group = CatalogV1.RequirementGroup(
      displayName: "Again",
      countryCode: "GR",
      numberType: "NATIONAL",
      action: .portIn
    )
    let made = try await catalog.client.createRequirementGroup(
      .init(parent: "organizations/acme", requirementGroupId: "athens", requirementGroup: group),
      options: TestCaller.acme.options
    )
    let exists = await refusal {
      _ = try await catalog.client.createRequirementGroup(
        .init(parent: "organizations/acme", requirementGroupId: "athens", requirementGroup: group),
        options: TestCaller.acme.options
      )
    }
    #expect(exists?.code == .alreadyExists)
    return made
  }
}
