import EmergencyAddressRules
import EmergencyAddressStore
import Messages
import NIOCore
import PersonalData
import ServiceKit
import Storage
import Telephony

/// Answers for emergency addresses. The look-up needs nothing but the memory of this process.
public struct EmergencyAddressServer: EmergencyV1.EmergencyAddressService {
  static let locationPattern = "organizations/*/locations/*"

  let database: Database
  let cipher: FieldCipher
  let clock: any WallClock
  let addresses: LocationAddressTable
  let writes: IdempotentWrites
  let memory: EmergencyMemory
  let liveness: [FollowedStream: StreamLiveness]
  /// How long a change waits for facts of the catalog that are on their way.
  let patience: Duration

  /// Reads everything into memory, so that it answers with every other service down.
  ///
  /// - Parameters:
  ///   - database: opened with `EmergencySchema.migrations`.
  ///   - cipher: with the key of the service's personal data.
  public init(
    database: Database,
    cipher: FieldCipher,
    clock: any WallClock,
    patience: Duration = .milliseconds(500)
  ) async throws {
    self.database = database
    self.cipher = cipher
    self.clock = clock
    self.patience = patience
    let addresses = LocationAddressTable(cipher: cipher)
    self.addresses = addresses
    writes = IdempotentWrites(database: database, clock: clock)
    let memory = EmergencyMemory()
    self.memory = memory
    liveness = try await database.read { transaction in
      try memory.load(addresses, in: transaction)
      var liveness: [FollowedStream: StreamLiveness] = [:]
      for stream in FollowedStream.allCases {
        let lastLive = try FollowedStreamTable.liveTime(of: stream, in: transaction)
        liveness[stream] = StreamLiveness(lastLive: lastLive)
      }
      return liveness
    }
  }

  /// How old the facts may be that other services' events told: 0 while all streams are live.
  var stalenessMilliseconds: Int64 {
    liveness.values.reduce(0) { max($0, $1.stalenessMilliseconds(clock)) }
  }
}

extension EmergencyMemory {
  fileprivate func load(_ addresses: LocationAddressTable, in transaction: Transaction) throws {
    for rules in try CountryRulesTable.all(in: transaction) {
      let country = try CatalogV1.Country(serialized: ByteBuffer(bytes: rules))
      note(AddressRules(country), of: country.countryCode)
    }
    for organization in try KnownOrganizationTable.all(in: transaction) { note(organization) }
    for location in try KnownLocationTable.all(in: transaction) { note(location) }
    for address in try addresses.current(in: transaction) {
      note(EmergencyV1.EmergencyAddress(address), of: address.location)
    }
    try loadNumbers(in: transaction)
  }
}
