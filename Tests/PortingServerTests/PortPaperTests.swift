import Crypto
import Foundation
import Messages
import RPC
import Storage
import StorageSQLite
import StorageTesting
import Testing

/// Documents, letters, and what is personal of port orders.
@Suite struct PortPaperTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func download(
    _ name: String,
    _ bench: PortingBench,
    as principal: String = "acme-admin"
  ) async throws -> [UInt8] {
    let pieces = try await bench.calls.client.downloadPortDocument(
      .init(name: name),
      options: bench.calls.options(principal)
    )
    var bytes: [UInt8] = []
    for try await piece in pieces { bytes += piece.chunk }
    return bytes
  }

  @Test func documentsComeBackAsTheyWereAndOnlyToWhoMay() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.draft(bench, ["+12015559000"])
      let file = PortStory.pdf + (0..<200_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
      let document = try await story.upload("BILL", file)
      #expect(document.sha256 == Array(SHA256.hash(data: file)) && document.mediaType == "application/pdf")
      #expect(document.expireDate == "2026-12-20" && document.sizeBytes == Int64(file.count))
      #expect(try await download(document.name, bench) == file)
      for principal in ["other-admin", "acme-reader"] {
        let error = await bench.calls.error { try await download(document.name, bench, as: principal) }
        #expect(error?.code == (principal == "acme-reader" ? .permissionDenied : .notFound))
      }
    }
  }

  /// Bills and identity papers are kept as long as something points to them.
  @Test func whatIsReplacedIsRemoved() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.draft(bench, ["+12015559000"])
      try await story.sign()
      for _ in 0..<2 { try await story.upload("BILL") }
      try await story.sign()
      let documents = try await story.order().documents
      #expect(documents.count == 2)
      for document in documents { #expect(try await !download(document.name, bench).isEmpty) }
    }
    let reader = try SQLiteEngine(path: directory.file("porting.sqlite")).openReader()
    defer { reader.close() }
    let count = try reader.prepared(Statement("SELECT count(*) FROM port_document"))
    #expect(try count.step() && count.integer(column: 0) == 2)
    count.reset()
  }

  /// The bytes of a file, which a test's log does not spell out.
  private struct File: CustomTestStringConvertible, Sendable {
    let bytes: [UInt8]
    var testDescription: String { "\(bytes.count) bytes" }

    static let none = File(bytes: [])
    static let gif = File(bytes: Array("GIF89a".utf8))
    static let pdf = File(bytes: PortStory.pdf)
    static let largePDF = File(bytes: PortStory.pdf + Array(repeating: 0, count: 10 * 1_024 * 1_024))
  }

  @Test(arguments: [
    ("BILL", File.gif, "2026-11-20", "DOCUMENT_FORMAT"), ("BILL", .pdf, "", "REQUIRED"),
    ("BILL", .pdf, "2026-10-01", "DOCUMENT_TOO_OLD"), ("BILL", .none, "2026-11-20", "REQUIRED"),
    ("BILL", .pdf, "2027-01-01", "INVALID_DATE"), ("MENU", .pdf, "", "NOT_ASKED_FOR"),
    ("BILL", .largePDF, "2026-11-20", "DOCUMENT_TOO_LARGE"),
  ])
  private func whatIsNoSuchDocumentIsRefused(kind: String, file: File, issued: String, reason: String)
    async throws
  {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.draft(bench, ["+12015559000"])
      let error = await bench.calls.error { try await story.upload(kind, file.bytes, issued: issued) }
      #expect(error?.reason == reason)
      #expect(try await story.order().documents.isEmpty)
    }
  }

  @Test func aLetterIsSignedHereForTheNumbersThatItNames() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.draft(bench, ["+12015559000", "+12015559010"])
      try await story.sign()
      let order = try await story.order()
      let letter = try #require(order.documents.first)
      #expect(letter.kind == "LETTER_OF_AGENCY" && letter.mediaType == "application/pdf")
      let text = String(decoding: try await download(letter.name, bench), as: UTF8.self)
      for part in [
        "%PDF-1.4", "+12015559010", "Ada Byron, Owner", "2026-11-25T15:00:00Z", "SHA-256", "%%EOF",
      ] {
        #expect(text.contains(part), "\(part)")
      }
      #expect(!(try await story.violations().map(\.code)).contains("LETTER_OUTDATED"))
      let update = PortingV1.UpdatePortOrderRequest(
        portOrder: .init(name: story.name, numbers: [.init(phoneNumber: "+12015559020")]),
        updatePaths: ["numbers"],
        requestId: UUID().uuidString
      )
      let options = bench.calls.options("acme-admin")
      _ = try await bench.calls.client.updatePortOrder(update, options: options)
      #expect(try await story.violations().map(\.code).contains("LETTER_OUTDATED"))
      let paris = try await PortStory.draft(bench, ["+33142345678"], at: "paris")
      #expect(await bench.calls.error { try await paris.sign() }?.reason == "LETTER_NOT_SIGNED_HERE")
    }
  }

  /// Where the letter names an address, which has the form of its country.
  @Test func theServiceAddressIsAskedForWhereTheLetterNamesIt() async throws {
    try await PortingBench.run(in: directory) { bench in
      var details = PortStory.details(["+12015559000"])
      details.serviceAddress = nil
      let story = try await PortStory.draft(bench, ["+12015559000"], details: details)
      #expect(try await story.violations().map(\.field).contains("details.service_address"))
      let changes = PortingV1.PortOrder(details: .init(serviceAddress: .init(street: "Main\u{7} Street")))
      let error = await bench.calls.error { try await story.submit(["details.service_address"], changes) }
      #expect(error?.reason == "INVALID_TEXT")
      for (address, codes) in [
        (PortStory.address("+33142345678"), ["COUNTRY_MISMATCH"]),
        (PortStory.address("", postalCode: "7302"), ["INVALID_POSTAL_CODE"]),
        (.init(countryCode: "US"), Array(repeating: "REQUIRED", count: 5)), (PortStory.address(""), []),
      ] {
        let changes = PortingV1.PortOrder(name: story.name, details: .init(serviceAddress: address))
        _ = try await bench.calls.client.updatePortOrder(
          .init(portOrder: changes, updatePaths: ["details.service_address"], requestId: UUID().uuidString),
          options: bench.calls.options("acme-admin")
        )
        let violations = try await story.violations()
        #expect(violations.filter { $0.field.contains("service_address") }.map(\.code) == codes)
      }
    }
  }

  @Test func supportAsksForMoreAfterSubmission() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      try await story.submit()
      let request = PortingV1.RequestPortDocumentRequest(
        name: story.name,
        kind: "CUSTOMER_SERVICE_RECORD",
        requestId: UUID().uuidString
      )
      let client = bench.calls.client
      let asked = try await client.requestPortDocument(request, options: bench.calls.options("operator"))
      #expect(asked.requestedDocuments == ["CUSTOMER_SERVICE_RECORD"])
      try await story.upload("CUSTOMER_SERVICE_RECORD")
      #expect(try await story.order().requestedDocuments.isEmpty)
    }
  }

  /// Nothing personal stands in a file of the database as it is; who reads it is noted.
  @Test func whatIsPersonalIsSealed() async throws {
    let secrets = ["A-1000", "Ada Byron", "ada@example.com", "a document of a test"]
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      try await story.submit()
      let details = try await bench.calls.client.getPortDetails(
        .init(name: story.name),
        options: bench.calls.options("acme-admin")
      )
      #expect(details.accountNumber == "A-1000" && details.pin == "4711")
      let reader = await bench.calls.error {
        try await bench.calls.client.getPortDetails(
          .init(name: story.name),
          options: bench.calls.options("acme-reader")
        )
      }
      #expect(reader?.code == .permissionDenied)
      for file in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
        let bytes = FileManager.default.contents(atPath: directory.file(file)) ?? Data()
        for secret in secrets where file.hasPrefix("porting.sqlite") {
          #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) in \(file)")
        }
      }
    }
  }

  @Test func aFieldThatThereIsNotIsNamed() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.draft(bench, ["+12015559000"])
      let error = await bench.calls.error { try await story.submit(["details.shoe_size"]) }
      #expect(error?.reason == "UNKNOWN_FIELD")
      let empty = await bench.calls.error { try await story.submit() }
      #expect(empty?.code == .failedPrecondition && empty?.reason == "DOCUMENT_REQUIRED")
    }
  }
}
