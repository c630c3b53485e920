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
  let provider: EmergencyProvider
  let stopping: StopSignal
  let addresses: AddressTable
  let contacts: ContactTable
  let writes: IdempotentWrites
  let memory = EmergencyMemory()
  /// What the provider has yet to do.
  let tasks = ProviderTasks()
  /// What it has yet to be told of numbers.
  let numberTasks = NumberTasks()
  /// Who looked what up.
  let journal = LookUpJournal()
  /// What the inventory tells when it begins anew.
  let snapshot = InventorySnapshot()
  let liveness: [FollowedStream: StreamLiveness]
  /// Checks the calls of partners.
  public let partnerGate: PartnerGate
  /// Those of the streams that tell facts.
  private let facts: (catalog: StreamLiveness, inventory: StreamLiveness)
  /// How long a change waits for facts of the catalog that are on their way.
  let patience: Duration

  /// Reads everything into memory, so that it answers with every other service down.
  ///
  /// - Parameters:
  ///   - database: opened with `EmergencySchema.migrations`.
  ///   - cipher: with the key of the service's personal data.
  ///   - stopping: ends the streams of events.
  public init(
    database: Database,
    cipher: FieldCipher,
    clock: any WallClock,
    provider: EmergencyProvider,
    stopping: StopSignal,
    patience: Duration = .milliseconds(500)
  ) async throws {
    self.database = database
    self.cipher = cipher
    self.clock = clock
    self.provider = provider
    self.stopping = stopping
    self.patience = patience
    let addresses = AddressTable(cipher: cipher)
    self.addresses = addresses
    contacts = ContactTable(cipher: cipher)
    writes = IdempotentWrites(database: database, clock: clock)
    let (memory, tasks) = (memory, tasks)
    liveness = try await database.read { transaction in
      try Self.load(memory, tasks, addresses, in: transaction)
      var liveness: [FollowedStream: StreamLiveness] = [:]
      for stream in FollowedStream.allCases {
        let lastLive = try FollowedStreamTable.liveTime(of: stream, in: transaction)
        liveness[stream] = StreamLiveness(lastLive: lastLive)
      }
      return liveness
    }
    let catalog = liveness[.catalog] ?? StreamLiveness()
    facts = (catalog, liveness[.inventory] ?? StreamLiveness())
    let gate = PartnerGate { catalog.stalenessMilliseconds(clock) }
    partnerGate = gate
    try await database.read { try Self.load(gate, in: $0) }
    let numberTasks = numberTasks
    numberTasks.open(try await database.read { try NumberTaskTable.count(in: $0) })
    database.afterCommit {
      tasks.committed()
      numberTasks.committed()
    }
    try await beginTelling()
  }

  private static func load(
    _ memory: EmergencyMemory,
    _ tasks: ProviderTasks,
    _ addresses: AddressTable,
    in transaction: Transaction
  ) throws {
    for rules in try CountryRulesTable.all(in: transaction) {
      let country = try CatalogV1.Country(serialized: ByteBuffer(bytes: rules))
      memory.note(AddressRules(country), of: country.countryCode)
    }
    for organization in try KnownOrganizationTable.all(in: transaction) { memory.note(organization) }
    try memory.load(addresses, in: transaction)
    tasks.open(memory.read { $0.allRecords.compactMap(\.task) })
    tasks.open(try ProviderRemovalTable.all(in: transaction))
  }

  private static func load(_ gate: PartnerGate, in transaction: Transaction) throws {
    for (name, isEnrolled) in try KnownPartnerTable.all(in: transaction) {
      gate.note(name, isEnrolled: isEnrolled)
    }
    for organization in try KnownOrganizationTable.all(in: transaction) {
      gate.note("organizations/\(organization.id)", managedBy: organization.managingPartner)
    }
  }

  /// How old the facts may be that other services' events told: 0 while both streams are live.
  func stalenessMilliseconds(at now: Instant) -> Int64 {
    max(facts.catalog.stalenessMilliseconds(at: now), facts.inventory.stalenessMilliseconds(at: now))
  }
}

// MARK: - Storing
extension EmergencyAddressServer {
  /// Stores a record with its event and with what the provider has to do for it.
  func store(_ record: AddressRecord, in transaction: Transaction) throws {
    let (before, numbers) = memory.read { ($0.record(of: record.subject), $0.numbers(concernedBy: record)) }
    try addresses.append(record, in: transaction)
    try appendEvent(.addressChanged(.init(record)), of: record, in: transaction)
    try changing(numbers, in: transaction) { memory.put(record, in: transaction) }
    if let task = record.task { tasks.stage(task, in: transaction) }
    if !record.isHeld, let before, before.holding.progress >= .validated {
      let removal = ProviderTask(removing: record.subject, revision: record.revision)
      try ProviderRemovalTable.add(removal, in: transaction)
      tasks.stage(removal, in: transaction)
    }
  }

  private func appendEvent(
    _ change: EmergencyV1.EmergencyEvent.Change,
    of record: AddressRecord,
    in transaction: Transaction
  ) throws {
    try appendEvent(
      change,
      of: record.subject.path,
      version: record.version,
      at: record.time,
      in: transaction
    )
  }

  /// Publishes an event, sealed like all that may be personal.
  func appendEvent(
    _ change: EmergencyV1.EmergencyEvent.Change,
    of aggregate: String,
    version: Int64,
    at time: Instant,
    in transaction: Transaction
  ) throws {
    let payload = EmergencyV1.EmergencyEvent(change: change).serializedBytes()
    try transaction.appendEvent(
      aggregate: aggregate,
      version: version,
      payload: try cipher.seal(payload, place: Self.eventPlace),
      nowMilliseconds: time.milliseconds
    )
  }

  static let eventPlace = "emergency event"
}
