import Foundation
import Messages
import RPC
import ServiceKit
import StorageTesting
import Testing

@testable import ProviderCatalogServer

@Suite struct CountryTests {
  @Test func allAreAnsweredWithASourceForEachRule() async throws {
    try await withCatalog { catalog in
      let countries = try await catalog.client.listCountries(.init(), options: TestCaller.reader.options)
        .countries
      #expect(countries.count == 23)
      for country in countries {
        let isSelfService = ["CA", "US"].contains(country.countryCode)
        #expect(country.ordering == (isSelfService ? .selfService : .assisted))
        #expect(country.blockSizes == [10, 50, 100])
        #expect(country.tollFree == isSelfService)
        #expect(country.sources.count == (isSelfService ? 8 : 14))
        #expect(country.documents.isEmpty == isSelfService)
        #expect(country.holidays.contains("2026-12-25") && country.holidays == country.holidays.sorted())
      }
      let first = try await catalog.client.listCountries(
        .init(pageSize: 1),
        options: TestCaller.reader.options
      )
      #expect(first.countries.map(\.countryCode) == ["AT"])
      #expect(first.nextPageToken == "at")
      let last = try await catalog.client.listCountries(
        .init(pageSize: 1, pageToken: "se"),
        options: TestCaller.reader.options
      )
      #expect(last.countries.map(\.countryCode) == ["US"])
      #expect(last.nextPageToken.isEmpty)
      let absent = await refusal {
        _ = try await catalog.client.getCountry(
          .init(name: "countries/xx"),
          options: TestCaller.reader.options
        )
      }
      #expect(absent?.code == .notFound)
    }
  }

  @Test(arguments: [
    ("  ordering:", "  ordring:", "rules.ordring", 6),
    ("    source: guide, service numbers (domain.md section 3)\n", "", "rules.service_numbers.source", 22),
    ("    value: 100\n", "    value: many\n", "rules.max_numbers_per_order.value", 16),
    ("[LOCAL, TOLL_FREE]", "[LOCAL, PAGER]", "rules.number_types.value", 10),
    ("country_code: US", "country_code: us", "country_code", 3),
    ("America/New_York", "America/Gotham", "rules.time_zones.value", 26),
  ])
  func whatIsWrongIsNamedWithFileAndLine(from: String, to: String, key: String, line: Int) throws {
    let problems = try problems(replacing: from, with: to)
    #expect(problems.contains { $0.key == key && $0.line == line }, "\(problems)")
    #expect(problems.allSatisfy { $0.origin.hasSuffix("us.yaml") })
  }

  /// domain.md section 7, the rows that differ from the first EU section.
  @Test(arguments: [
    (
      "GR", ["REPRESENTATIVE_NAME", "CONTACT_PHONE", "COMPANY_NAME", "VAT_ID", "ADDRESS"], "PASSPORT_OR_ID", 7
    ),
    ("DE", ["REPRESENTATIVE_NAME", "CONTACT_PHONE", "COMPANY_NAME", "ADDRESS"], "REGISTRATION_FORM", 7),
    ("AU", ["REPRESENTATIVE_NAME", "CONTACT_PHONE", "COMPANY_NAME", "ADDRESS"], "PASSPORT_OR_ID", 7),
  ])
  func whatAnApplicantNeedsIsData(code: String, fields: [String], document: String, days: Int32) throws {
    let country = try #require(
      CountryBook(folder: RunningCatalog.countries).all.first { $0.countryCode == code }
    )
    #expect(country.applicantFields == fields)
    #expect(country.documents.contains(document))
    #expect(country.reviewDaysLatest == days)
    #expect(country.emergencyInformation == (code == "AU"))
    #expect(country.actionRequiredState == (code != "AU"))
    #expect((country.addressProofAge == .lessThan3Months) == (code == "DE"))
  }

  @Test(arguments: [
    ("    value: [5, 7]", "    value: [7, 5]", "rules.review_business_days.value"),
    ("  documents:", "  papers:", "rules.documents"), ("VAT_ID", "VAT", "rules.applicant_fields.value"),
  ])
  func anAssistedCountryNeedsRulesForItsOrders(from: String, to: String, key: String) throws {
    let problems = try problems(replacing: from, with: to, in: "gr")
    #expect(problems.contains { $0.key == key }, "\(problems)")
  }

  @Test func aFolderWithoutCountriesIsRefused() throws {
    let directory = try TemporaryDirectory()
    #expect(throws: ConfigurationError.self) { try CountryBook(folder: directory.path) }
  }

  private func problems(
    replacing text: String,
    with other: String,
    in country: String = "us"
  ) throws -> [ConfigurationProblem] {
    let directory = try TemporaryDirectory()
    let original =
      FileManager.default.contents(atPath: "\(RunningCatalog.countries)/\(country).yaml") ?? Data()
    let broken = String(decoding: original, as: UTF8.self).replacing(text, with: other)
    try Data(broken.utf8).write(to: URL(fileURLWithPath: directory.file("\(country).yaml")))
    do {
      _ = try CountryBook(folder: directory.path)
      return []
    } catch {
      return error.problems
    }
  }
}
