import Foundation
import Messages
import NeighbourTesting
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
        #expect(country.ruleSources.count >= 22)
        #expect(country.ruleSources.allSatisfy { !$0.source.isEmpty && $0.since.count == 10 })
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

  /// Adding a country is one data file and no code.
  @Test func aNewCountryIsOneFile() async throws {
    let directory = try TemporaryDirectory()
    let folder = directory.file("countries")
    try FileManager.default.copyItem(atPath: RunningCatalog.countries, toPath: folder)
    try Data(Self.ruritania.utf8).write(to: URL(fileURLWithPath: "\(folder)/xr.yaml"))
    try await withCatalog(in: directory, countries: folder) { catalog in
      let options = TestCaller.reader.options
      let all = try await catalog.client.listCountries(.init(), options: options).countries
      #expect(all.count == 24)
      let country = try await catalog.client.getCountry(.init(name: "countries/xr"), options: options)
      #expect(country.displayName == "Ruritania" && country.ordering == .assisted)
      #expect(country.portHours.map(\.startTime) == ["07:00"])
      #expect(country.portLeadTimes.map(\.businessDays) == [3, 3])
      #expect(country.documents == ["COMPANY_REGISTRATION", "PROOF_OF_ADDRESS"])
      try await catalog.makeOrganization()
      let location = CatalogV1.Location(
        displayName: "Strelsau",
        countryCode: "XR",
        timeZone: "Europe/Prague"
      )
      _ = try await catalog.client.createLocation(
        .init(parent: "organizations/acme", locationId: "strelsau", location: location),
        options: TestCaller.acme.options
      )
      let stream = try await catalog.client.watchEvents(.init(), options: TestCaller.service.options)
      defer { stream.cancel() }
      for try await event in stream {
        if case .country(let published) = event.resource, published.countryCode == "XR" { break }
      }
    }
    // Whoever decides by its rules would go on with those that were told last.
    try FileManager.default.removeItem(atPath: "\(folder)/xr.yaml")
    let error = await #expect(throws: ConfigurationError.self) {
      try await withCatalog(in: directory, countries: folder) { _ in }
    }
    #expect(error?.description.contains("no rules of XR") == true)
  }

  private static let ruritania = """
    country_code: XR
    display_name: Ruritania
    like: eu-section
    rules:
      time_zones: {value: [Europe/Prague], source: Anthony Hope, since: 1894-05-01}
      port_hours: {value: ["07:00-09:00"], source: Anthony Hope, since: 1894-05-01}
      port_lead_times:
        value:
          - {type: STANDARD, days: 3, cutoff: 4}
          - {type: MIXED_OPERATOR, days: 3, cutoff: 4}
        source: Anthony Hope
        since: 1894-05-01
      postal_code: {value: {forms: ["A-99"], example: "S-01"}, source: Anthony Hope, since: 1894-05-01}
      holidays:
        value: [{name: Coronation Day, dates: [2026-10-13]}]
        source: Anthony Hope
        since: 1894-05-01
    """

  @Test func aFolderWithoutCountriesIsRefused() throws {
    let directory = try TemporaryDirectory()
    #expect(throws: ConfigurationError.self) { try CountryBook(folder: directory.path) }
  }
}
