import CatalogFiles
import Foundation
import ServiceKit
import StorageTesting
import Telephony
import Testing

@Suite struct DirectoryFileTests {
  private static let real = "\(CountryFolders.real)/../catalog"

  @Test func whatIsDeliveredHasEveryGroupAndDesk() throws {
    let (providers, desks) = try CatalogFolder.read(Self.real)
    #expect(providers.count == 9 && providers.map(\.id) == providers.map(\.id).sorted())
    #expect(Set(providers.map(\.family)) == Set(Provider.Family.allCases))
    #expect(Set(providers.map(\.isCertified)) == [true, false])
    // Everything that is offered is offered in countries that there are, or nobody could choose it.
    let markets = Set(providers.flatMap(\.services).flatMap(\.markets))
    #expect(markets == Set(CountryFolders.countries.keys))
    // domain.md section 8, support directory.
    #expect(desks.map(\.code) == ["PHD", "PTS", "TAC", "INVOICE", "SAAS"])
    #expect(desks.allSatisfy { $0.contacts.count == 3 && !$0.purpose.isEmpty })
  }

  @Test(arguments: [
    (
      "providers.yaml", "    summary: Cloud connection in the Nordic", "    sumary: Cloud", "providers.sumary"
    ),
    ("providers.yaml", "    family: INTELEPEER", "    family: PIGEON", "providers.family"),
    (
      "providers.yaml", "      PORTING: [BE, FR]", "      PORTING: [BE, France]", "providers.services.PORTING"
    ),
    ("providers.yaml", "      PORTING: [BE, FR]", "      PIGEONS: [BE]", "providers.services.PIGEONS"),
    ("providers.yaml", "2027-06-30", "2027-06-31", "providers.non_integrated_last_day"),
    ("providers.yaml", "    source: made up for this suite\n", "", "providers.source"),
    ("providers.yaml", "  - id: rheinruf", "  - id: intelepeer", "providers.id"),
    ("support.yaml", "{region: EMEA, ", "{region: MARS, ", "desks.contacts.region"),
    ("support.yaml", "\"+12015550100\"", "\"12015550100\"", "desks.contacts.phone_number"),
    ("support.yaml", "    purpose: Porting and numbers.\n", "", "desks.purpose"),
  ])
  func whatIsWrongIsNamed(file: String, from: String, to: String, key: String) throws {
    let directory = try TemporaryDirectory()
    let folder = directory.file("catalog")
    try FileManager.default.copyItem(atPath: Self.real, toPath: folder)
    let path = "\(folder)/\(file)"
    let original = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    try Data(original.replacing(from, with: to).utf8).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: ConfigurationError.self) { try CatalogFolder.read(folder) }
    let problem = error?.problems.first { $0.key == key }
    #expect(problem?.origin == path, "\(error?.problems ?? [])")
  }
}
