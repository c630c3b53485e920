import Messages
import PersonalData
import PortingRules
import PortingStore
import Protobuf
import ServiceKit
import Storage
import Telephony

/// Changes port orders: each change with its history, its notices and its event in one transaction.
struct PortJournal: Sendable {
  let database: Database
  let clock: any WallClock
  let cipher: FieldCipher
  /// Told after each commit, so that what is due is done at once.
  let wakeUp: WakeUp

  /// Carries a command out by itself, and answers when it is durable.
  func apply(_ command: PortCommand, to name: String, by principal: String) async throws -> PortOrder {
    let order = try await database.write { transaction in
      try apply(command, to: name, by: principal, in: transaction).order
    }
    wakeUp.signal()
    return order
  }

  /// Carries a command out within a transaction; the caller wakes the worker after its commit.
  func apply(
    _ command: PortCommand,
    to name: String,
    by principal: String,
    in transaction: Transaction
  ) throws -> StoredPort {
    let stored = try port(name, in: transaction)
    return try apply(command, to: stored, by: principal, in: transaction)
  }

  func apply(
    _ command: PortCommand,
    to stored: StoredPort,
    by principal: String,
    in transaction: Transaction
  ) throws -> StoredPort {
    let place = try place(of: stored.order, in: transaction)
    let now = clock.now()
    let change = try PortChange(
      command,
      to: stored.order,
      place.situation(of: stored.order, by: principal, now: now)
    )
    let order = change.order
    let table = PortTable(transaction, cipher: cipher)
    guard change.changesAnything else {
      if let time = order.dueTime, time != stored.order.dueTime { try table.putOff(order.name, until: time) }
      return StoredPort(order: order, sequence: stored.sequence)
    }
    try table.update(order, over: stored, view: Self.view(order))
    try finish(order, stored.sequence, change.entries, place.rules, in: transaction)
    return StoredPort(order: order, sequence: stored.sequence)
  }

  /// Stores a new draft.
  func insert(_ draft: PortOrder, by principal: String, in transaction: Transaction) throws -> StoredPort {
    let place = try place(of: draft, in: transaction)
    let order = draft.placed(by: place.situation(of: draft, by: principal, now: draft.createTime))
    let stored = try PortTable(transaction, cipher: cipher).insert(order, view: Self.view(order))
    let entry = PortHistoryEntry(
      time: order.createTime,
      principal: principal,
      event: .created,
      state: order.phase.state,
      reason: ""
    )
    try finish(order, stored.sequence, [entry], place.rules, in: transaction)
    return stored
  }

  func port(_ name: String, in transaction: Transaction) throws -> StoredPort {
    guard let stored = try PortTable(transaction, cipher: cipher).port(named: name) else {
      throw Refusal.resourceNotFound(name)
    }
    return stored
  }

  func place(of order: PortOrder, in transaction: Transaction) throws -> PortPlace {
    guard let place = try PortPlace(order.location, in: transaction) else {
      throw Refusal.locationNotFound("location")
    }
    return place
  }

  private func finish(
    _ order: PortOrder,
    _ sequence: Int64,
    _ entries: [PortHistoryEntry],
    _ rules: PortingRules,
    in transaction: Transaction
  ) throws {
    let stored = StoredPort(order: order, sequence: sequence)
    try PortTable(transaction, cipher: cipher).append(entries, to: stored)
    for entry in entries where PortNotice.isDue(for: entry.event, rules) {
      try NoticeTable(transaction).insert(
        about: order.name,
        kind: entry.event.rawValue,
        occasion: "\(order.version) \(entry.event.rawValue)",
        PortNotice.mail(entry.event, about: order),
        now: entry.time
      )
    }
    try transaction.appendEvent(
      aggregate: order.name,
      version: order.version,
      payload: Self.view(order),
      nowMilliseconds: order.updateTime.milliseconds
    )
  }

  private static func view(_ order: PortOrder) -> [UInt8] {
    PortingV1.PortOrder(order).serializedBytes()
  }
}

extension Refusal {
  static func locationNotFound(_ field: String) -> Refusal {
    var refusal = Refusal(violations: [
      Violation(
        field: field,
        reason: "LOCATION_NOT_FOUND",
        description: "The organization has no such location. Create it, or correct the name."
      )
    ])
    refusal.kind = .notFound
    return refusal
  }
}
