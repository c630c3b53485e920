import ProviderCatalogRules
import Telephony
import Testing

@Suite struct MigrationTests {
  /// domain.md section 8, written down by hand; everything else is unsupported.
  private static let listed: [(ConnectionKind, ConnectionKind, MigrationPlan.Path)] = [
    (.premises, .callingPlan, .selfService), (.nonIntegratedCloud, .callingPlan, .selfService),
    (.nonIntegratedIntelePeer, .callingPlan, .selfService),
    (.nonIntegratedCloud, .integratedCloud, .selfService),
    (.nonIntegratedCloud, .premises, .selfService), (.nonIntegratedIntelePeer, .premises, .selfService),
    (.premises, .integratedCloud, .manual), (.integratedCloud, .nonIntegratedCloud, .manual),
    (.integratedCloud, .premises, .manual),
  ]

  @Test(arguments: ConnectionKind.allCases, ConnectionKind.allCases)
  func thePathIsThatOfDomain(from: ConnectionKind, to: ConnectionKind) {
    let plan = MigrationPlan(from: from, to: to)
    let expected = Self.listed.first { $0.0 == from && $0.1 == to }?.2 ?? .unsupported
    #expect(plan.path == expected)
    #expect(plan.steps.isEmpty == (expected == .unsupported))
    let text = plan.consequences.joined()
    #expect(!text.isEmpty)
    #expect((text.contains("interrupted") && text.contains("lost")) == (expected == .manual))
    #expect(plan.steps.joined().contains("new location") == (expected == .manual))
  }

  @Test func aBannerNamesTheFirstDate() throws {
    var first = Sample.provider
    first.nonIntegratedLastDay = CivilDate("2027-06-30")
    var second = Sample.provider
    second.nonIntegratedLastDay = CivilDate("2027-03-31")
    let migrations = [first, second].compactMap {
      RequiredMigration(location: "l", kind: .nonIntegratedCloud, country: "US", provider: $0)
    }
    #expect(RequiredMigration.banner([]) == "")
    #expect(RequiredMigration.banner(migrations).hasPrefix("2 locations have to migrate"))
    #expect(RequiredMigration.banner(migrations).hasSuffix("until 2027-03-31."))
    #expect(migrations.allSatisfy { $0.plan.path == .selfService })
  }

  @Test func onlyWhatEndsHasToMigrate() {
    let staying: [(ConnectionKind?, String, Provider?)] = [
      (.integratedCloud, "US", Sample.provider), (.nonIntegratedCloud, "FR", Sample.provider),
      (.nonIntegratedCloud, "US", nil), (nil, "US", Sample.provider), (.callingPlan, "US", Sample.provider),
    ]
    for (kind, country, provider) in staying {
      #expect(RequiredMigration(location: "l", kind: kind, country: country, provider: provider) == nil)
    }
  }
}
