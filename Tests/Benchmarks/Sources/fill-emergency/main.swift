// Fills the database of emergency addresses as years of events and changes would, by its own rules and tables.
// usage: fill-emergency DATA-DIRECTORY MILLIONS
//
// Numbers +12012000000 and on belong to 5,000 locations of the organization demo, each with an address: of each million
// half in runs of ten and half singly, one location after the other; one number in a hundred has an address of its own.
import EmergencyAddressRules
import EmergencyAddressStore
import Foundation
import Messages
import PersonalData
import Storage
import StorageSQLite
import Telephony

let arguments = CommandLine.arguments
guard arguments.count == 3, let millions = Int(arguments[2]) else {
  fatalError("usage: fill-emergency DATA-DIRECTORY MILLIONS")
}
let folder = arguments[1]
try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
let database = try await Database(
  engine: SQLiteEngine(path: "\(folder)/emergency-address.sqlite"),
  migrations: EmergencySchema.migrations
)
let addresses = AddressTable(cipher: try PersonalDataKey.cipher(file: "\(folder)/personal-data.key"))
let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
let locationCount = 5_000

let locations = try await database.write { transaction in
  let country = CatalogV1.Country(countryCode: "US", postalCodeForms: ["99999"], postalCodeExample: "07302")
  try CountryRulesTable.save(country.serializedBytes(), of: "US", in: transaction)
  try KnownOrganizationTable.save(
    KnownOrganization(id: "demo", isTrial: false, outboundCallingPlans: 1),
    in: transaction
  )
  return try (0..<locationCount).map { index in
    let location = KnownLocation(name: "organizations/demo/locations/l\(index)", countryCode: "US")
    try addresses.append(record(.location(location.name), building: index), in: transaction)
    return try KnownLocationTable.save(location, in: transaction).number
  }
}
for start in stride(from: 0, to: millions * 1_000_000, by: 10_000) {
  try await database.write { try fillBlock(start, in: $0) }
}
await database.close()

@Sendable func fillBlock(_ start: Int, in transaction: Transaction) throws {
  let isSingly = start / 10_000 % 2 == 1
  let size = isSingly ? 1 : 10
  for offset in stride(from: start, to: start + 10_000, by: size) {
    let first = 12_012_000_000 + UInt64(offset)
    let run = NumberRun(first: first, count: UInt64(size), location: locations[offset / size % locationCount])
    try NumberRunTable.assign(run, at: now, in: transaction)
    guard offset % 100 == 0, let number = TelephoneNumber(digits: first) else { continue }
    try addresses.append(record(.number(number, organization: "demo"), building: offset), in: transaction)
  }
}

@Sendable func record(_ subject: AddressSubject, building: Int) -> AddressRecord {
  AddressRecord(
    subject: subject,
    version: 1,
    revision: 1,
    address: CivicAddress(
      countryCode: "US",
      region: "NJ",
      city: "Jersey City",
      postalCode: "07302",
      street: "Montgomery Street",
      buildingNumber: "\(building)",
      unit: "Floor \(building % 40), east wing"
    ),
    progress: .provisioned,
    step: .ready,
    action: .provisioned,
    principal: "emergency-provider",
    time: now
  )
}
