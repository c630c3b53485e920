import Foundation
import Messages
import NeighbourTesting
import StorageTesting
import Testing

/// What ValidatePortOrder finds, with each reason that an order can be refused for.
@Suite struct EveryViolationTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Locations, their numbers, and what countries ask for there.
  private static let identifiers = [
    ("paris", "+33142345678", "ISOLATED", "SIRET", "35600000000049", "INVALID_SIRET"),
    ("paris", "+33142345678", "ISOLATED", "RIO", "01PABCDEFAAA", "INVALID_RIO"),
    ("rome", "+390669012345", "", "FISCAL_CODE", "RSSMRA85T10A562X", "INVALID_FISCAL_CODE"),
    ("rome", "+390669012345", "", "VAT_OR_REGISTRATION_NUMBER", "IT00743110158", "INVALID_VAT_ID"),
    ("athens", "+302103009000", "", "VAT_OR_TAX_ID", "EL094014202", "INVALID_VAT_ID"),
    ("sydney", "+61290009000", "", "ACN_OR_ABN", "51824753557", "INVALID_ACN_OR_ABN"),
    ("auckland", "+6493009000", "", "NZBN", "9429041535111", "INVALID_NZBN"),
  ]

  @Test func identifiersAreChecked() async throws {
    try await PortingBench.run(in: directory) { bench in
      for (location, number, type, field, text, code) in Self.identifiers {
        var details = PortStory.details([number])
        details.values.removeAll { $0.field == field }
        details.values.append(.init(field: field, text: text, phoneNumber: field == "RIO" ? number : ""))
        let story = try await PortStory.draft(bench, [number], at: location, type: type, details: details)
        let found = try await story.violations().filter { $0.field.hasPrefix("details.values.\(field)") }
        #expect(found.map(\.code) == [code], "\(location) \(field)")
        #expect(found.allSatisfy { !$0.fix.isEmpty })
      }
    }
  }

  @Test func whatOneCountryAsksForIsRequiredThere() async throws {
    try await PortingBench.run(in: directory) { bench in
      for (location, number, type, field, _, _) in Self.identifiers {
        var details = PortStory.details([number])
        details.values = []
        let story = try await PortStory.draft(bench, [number], at: location, type: type, details: details)
        let found = try await story.violations().filter { $0.field.hasPrefix("details.values.\(field)") }
        // By carrier: ACN or ABN, and NZBN (domain.md section 7).
        let isByCarrier = ["ACN_OR_ABN", "NZBN"].contains(field)
        #expect(found.map(\.code) == (isByCarrier ? [] : ["REQUIRED"]), "\(location) \(field)")
      }
    }
  }

  /// The account is checked again: it may have changed since the draft.
  @Test func conditionsAreChecked() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      #expect(try await story.violations().isEmpty)
      for (resource, codes) in Self.changes {
        bench.catalog.publish(resource)
        #expect(try await Self.codes(story, awaiting: codes) == codes)
      }
    }
  }

  private static let changes: [(CatalogV1.CatalogEvent.Resource, [String])] = [
    (.organization(FakeCatalog.organization("acme", .paid, plans: 0)), ["OUTBOUND_CALLING_PLAN_REQUIRED"]),
    (.organization(FakeCatalog.organization("acme", .trial, plans: 0)), ["NOT_AVAILABLE_ON_TRIAL"]),
    (.organization(FakeCatalog.organization("acme", .paid, plans: 1)), []),
    (
      .location(FakeCatalog.location("acme", "hq", .premises, timeZone: "America/New_York", region: "NJ")),
      ["CALLING_PLAN_NOT_ENABLED"]
    ),
    (
      .location(FakeCatalog.location("acme", "hq", .callingPlan, timeZone: "America/New_York", region: "NJ")),
      []
    ),
  ]

  private static func codes(_ story: PortStory, awaiting codes: [String]) async throws -> [String] {
    var found = try await story.violations().map(\.code)
    for _ in 0..<400 where found != codes {
      try await Task.sleep(for: .milliseconds(5))
      found = try await story.violations().map(\.code)
    }
    return found
  }

  @Test func serviceNumbersNeedTheirLicence() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      _ = try await bench.calls.client.updatePortOrder(
        .init(
          portOrder: .init(name: story.name, serviceNumbers: true),
          updatePaths: ["service_numbers"],
          requestId: UUID().uuidString
        ),
        options: bench.calls.options("acme-admin")
      )
      #expect(try await story.violations().map(\.code) == ["SERVICE_LICENSE_REQUIRED"])
      var location = FakeCatalog.location(
        "acme",
        "hq",
        .callingPlan,
        subscription: .outboundCallingPlanWithServiceNumbers,
        timeZone: "America/New_York",
        region: "NJ"
      )
      location.lacksServiceNumbers = true
      bench.catalog.publish(.location(location))
      let unsupported = ["SERVICE_NUMBERS_UNSUPPORTED"]
      #expect(try await Self.codes(story, awaiting: unsupported) == unsupported)
    }
  }

  @Test func proofsOfAddressAreYoung() async throws {
    try await PortingBench.run(in: directory) { bench in
      // At most 3 months in France and Italy, less than that in Germany; it is 2026-11-25.
      for (location, number, kind, oldest) in [
        ("paris", "+33142345678", "PROOF_OF_NATIONAL_ADDRESS", "2026-08-25"),
        ("rome", "+390669012345", "PROOF_OF_ADDRESS", "2026-08-25"),
        ("berlin", "+493023080000", "PROOF_OF_ADDRESS", "2026-08-26"),
      ] {
        let type = location == "paris" ? "ISOLATED" : ""
        let story = try await PortStory.draft(bench, [number], at: location, type: type)
        let missing = await bench.calls.error { try await story.upload(kind, issued: "") }
        #expect(missing?.reason == "REQUIRED")
        let day = String(oldest.dropLast(2) + (oldest.hasSuffix("25") ? "24" : "25"))
        let old = await bench.calls.error { try await story.upload(kind, issued: day) }
        #expect(old?.reason == "DOCUMENT_TOO_OLD", "\(location)")
        let taken = try await story.upload(kind, issued: oldest)
        #expect(taken.expireDate == "2026-11-25", "\(location)")
      }
    }
  }

  /// domain.md section 2: with every offer, by country and usage; not when there is nothing to offer any more.
  @Test func portsStateTheLimitsOfUse() async throws {
    try await PortingBench.run(in: directory) { bench in
      let american = try await PortStory.draft(bench, ["+12015559000"])
      let limits = try await american.order().useLimits
      #expect(limits.count == 5 && limits.contains { $0.contains("X11") })
      #expect(limits.contains { $0.contains("people of the organization") })
      let french = try await PortStory.draft(bench, ["+33142345678"], at: "paris", type: "ISOLATED").order()
      #expect(french.useLimits.count == 4 && !french.useLimits.contains { $0.contains("X11") })
      let service = try await bench.calls.client.updatePortOrder(
        .init(
          portOrder: .init(name: american.name, serviceNumbers: true),
          updatePaths: ["service_numbers"],
          requestId: UUID().uuidString
        ),
        options: bench.calls.options("acme-admin")
      )
      #expect(service.useLimits.contains { $0.contains("hundreds of calls") })
      #expect(try await bench.calls.cancel(american.name).useLimits.isEmpty)
    }
  }
}
