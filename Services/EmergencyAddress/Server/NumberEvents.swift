import EmergencyAddressRules
import EmergencyAddressStore
import Messages
import Storage
import Telephony

/// Applies what the inventory says of numbers, in tables and memory, in the transaction that moves the cursor.
struct NumberEvents {
  let server: EmergencyAddressServer
  let transaction: Transaction
  private let author: AddressAuthor

  /// - Parameter time: when it happened.
  init(server: EmergencyAddressServer, time: Instant, _ transaction: Transaction) {
    self.server = server
    self.transaction = transaction
    author = AddressAuthor(principal: "services/inventory", time: time)
  }

  /// Whether the event says anything to this service.
  func apply(_ change: InventoryV1.InventoryEvent.Change?) throws -> Bool {
    switch change {
    case .numbersAssigned(let assigned):
      try assign(Self.numbers(assigned.phoneNumbers), to: assigned.location)
    case .numbersUnassigned(let gone): try unassign(Self.numbers(gone.phoneNumbers))
    case .assigneeChanged(let changed): try setUser(changed)
    case .numbersReserved, .numbersReleased, .usageChanged, nil: return false
    }
    return true
  }

  /// Takes away what the inventory gave up while nobody followed, when the event was the end of a snapshot.
  func endSnapshot(at sequence: Int64) throws {
    let missing = server.memory.read { server.snapshot.missing(in: $0, at: sequence) }
    guard let missing else { return }
    for number in missing.users { try setUser("", of: number) }
    for run in missing.runs {
      try unassign((run.first..<run.end).compactMap(TelephoneNumber.init(digits:)))
    }
  }

  private static func numbers(_ texts: [String]) -> [TelephoneNumber] {
    texts.compactMap(TelephoneNumber.init(e164:))
  }

  private func assign(_ numbers: [TelephoneNumber], to name: String) throws {
    let location = try KnownLocationTable.findOrMake(name, in: transaction)
    server.memory.noteNew(location, in: transaction)
    try end(numbers, movingTo: location.location.organization)
    let runs = NumberRun.covering(numbers.map(\.digits), location: location.number)
    server.snapshot.note(runs)
    try server.changing(runs, in: transaction) {
      for run in runs {
        try NumberRunTable.assign(run, at: author.time, in: transaction)
        server.memory.assign(run, in: transaction)
      }
    }
  }

  private func unassign(_ numbers: [TelephoneNumber]) throws {
    try end(numbers, movingTo: nil)
    for number in numbers where !server.memory.read({ $0.user(of: number) }).isEmpty {
      try setUser("", of: number)
    }
    let runs = NumberRun.covering(numbers.map(\.digits), location: 0)
    try server.changing(runs, in: transaction) {
      for run in runs {
        try NumberRunTable.remove(run, at: author.time, in: transaction)
        server.memory.remove(run, in: transaction)
      }
    }
  }

  private func end(_ numbers: [TelephoneNumber], movingTo organization: String?) throws {
    let ended = server.memory.read { $0.endings(numbers, movingTo: organization, by: author) }
    for record in ended { try server.store(record, in: transaction) }
  }

  private func setUser(_ changed: InventoryV1.AssigneeChanged) throws {
    guard let number = TelephoneNumber(e164: changed.phoneNumber) else { return }
    // Workspaces and site services stay where their location is.
    let user = changed.assignee?.kind == .user ? changed.assignee?.id ?? "" : ""
    if !user.isEmpty { server.snapshot.noteUser(of: number) }
    guard server.memory.read({ $0.user(of: number) }) != user else { return }
    try setUser(user, of: number)
  }

  private func setUser(_ user: String, of number: TelephoneNumber) throws {
    let run = NumberRun(first: number.digits, count: 1, location: 0)
    try server.changing([run], in: transaction) {
      try NumberUserTable.set(user, of: number, at: author.time, in: transaction)
      server.memory.setUser(user, of: number, in: transaction)
    }
  }
}
