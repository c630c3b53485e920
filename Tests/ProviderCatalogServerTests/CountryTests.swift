import Foundation
import Messages
import RPC
import ServiceKit
import StorageTesting
import Testing

@testable import ProviderCatalogServer

@Suite struct CountryTests {
  @Test func bothAreAnsweredWithASourceForEachRule() async throws {
    try await withCatalog { catalog in
      let countries = try await catalog.client.listCountries(.init(), options: TestCaller.reader.options)
        .countries
      #expect(countries.map(\.countryCode) == ["CA", "US"])
      for country in countries {
        #expect(country.ordering == .selfService)
        #expect(country.blockSizes == [10, 50, 100])
        #expect(country.sources.count == 7)
      }
      let first = try await catalog.client.listCountries(
        .init(pageSize: 1),
        options: TestCaller.reader.options
      )
      #expect(first.nextPageToken == "ca")
      let second = try await catalog.client.listCountries(
        .init(pageSize: 1, pageToken: "ca"),
        options: TestCaller.reader.options
      )
      #expect(second.countries.map(\.countryCode) == ["US"])
      #expect(second.nextPageToken.isEmpty)
      let absent = await refusal {
        _ = try await catalog.client.getCountry(
          .init(name: "countries/fr"),
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

  @Test func aFolderWithoutCountriesIsRefused() throws {
    let directory = try TemporaryDirectory()
    #expect(throws: ConfigurationError.self) { try CountryBook(folder: directory.path) }
  }

  private func problems(replacing text: String, with other: String) throws -> [ConfigurationProblem] {
    let directory = try TemporaryDirectory()
    let original = FileManager.default.contents(atPath: "\(RunningCatalog.countries)/us.yaml") ?? Data()
    let broken = String(decoding: original, as: UTF8.self).replacing(text, with: other)
    try Data(broken.utf8).write(to: URL(fileURLWithPath: directory.file("us.yaml")))
    do {
      _ = try CountryBook(folder: directory.path)
      return []
    } catch {
      return error.problems
    }
  }
}
