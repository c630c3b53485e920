import Logging
import Messages
import PortingRules
import PortingStore
import Protobuf
import RPC
import ServiceKit
import Storage
import Telephony

/// Changes requests of gaining carriers, and does what is due of them.
struct PortOutWork: Sendable {
  let database: Database
  let clock: any WallClock
  let inventory: InventoryCalls
  let logger: Logger

  private static let batch = 64
  private static let retryPause = Duration.seconds(30)

  func runDue() async throws {
    let now = clock.now()
    for portOut in try await database.read({ try PortOutTable($0).due(at: now, limit: Self.batch) }) {
      do {
        try await advance(portOut)
      } catch {
        if Task.isCancelled { throw error }
        logger.log(.warning, "a port out is tried again", [.resource: portOut.name])
        try await database.write {
          try PortOutTable($0).putOff(portOut.name, until: clock.now() + Self.retryPause)
        }
      }
    }
  }

  private func advance(_ portOut: PortOut) async throws {
    let goes = portOut.state == .accepted ? try await tellInventory(portOut) : true
    let now = clock.now()
    try await database.write { transaction in
      guard let current = try PortOutTable(transaction).find(portOut.name), current.state == portOut.state
      else {
        return
      }
      try Self.save(goes ? current.advanced(now: now) : current.refused(now: now), in: transaction)
    }
  }

  /// Tells the inventory that the numbers go; false when it has no such numbers of the organization.
  private func tellInventory(_ portOut: PortOut) async throws -> Bool {
    do {
      try await inventory.portOut(
        portOut.numbers,
        organization: portOut.organization,
        requestID: DerivedUUID.make("port out", portOut.name)
      )
      return true
    } catch let error as RPCError where error.isRefusal {
      return false
    }
  }

  /// Stores a request that is new or has changed, with its event and its notice.
  static func save(_ portOut: PortOut, in transaction: Transaction) throws {
    try PortOutTable(transaction).put(portOut)
    try NoticeTable(transaction).insert(
      about: portOut.name,
      kind: PortNotice.kind(of: portOut),
      occasion: "\(portOut.version)",
      PortNotice.mail(about: portOut),
      now: portOut.updateTime
    )
    try transaction.appendEvent(
      aggregate: portOut.name,
      version: portOut.version,
      payload: PortingV1.PortOut(portOut).serializedBytes(),
      nowMilliseconds: portOut.updateTime.milliseconds
    )
  }
}

extension PortingV1.PortOut {
  init(_ portOut: PortOut) {
    self.init(
      name: portOut.name,
      phoneNumbers: portOut.numbers.map(\.e164),
      state: State(rawValue: Int32(portOut.state.rawValue)),
      meaning: portOut.meaning,
      reason: portOut.reason,
      gainingCarrier: portOut.gainingCarrier,
      portTime: .init(portOut.portTime),
      answerUntilTime: .init(portOut.answerUntil),
      createTime: .init(portOut.createTime),
      updateTime: .init(portOut.updateTime),
      etag: ETag.text(portOut.version)
    )
  }
}
