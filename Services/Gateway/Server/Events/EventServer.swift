import GatewayRules
import GatewayStore
import Messages
import RPC
import ServiceKit
import Storage
import Telephony

/// Answers the calls of `trunkline.gateway.v1.EventService`.
struct EventServer: GatewayV1.EventService {
  let journal: EventJournal
  let access: OrganizationAccess
  let stopping: StopSignal

  private static let pageSize = 256

  func watchOrganizationEvents(
    _ request: GatewayV1.WatchOrganizationEventsRequest,
    responses: ResponseWriter<GatewayV1.OrganizationEvent>,
    context: ServerContext
  ) async throws {
    let parent = try await access.organization(request.parent, field: "parent", context)
    let kinds = try EventKinds(request.kinds, field: "kinds")
    let start = try await self.start(request.cursor)
    try await stopping.cancelling { [self] in
      // Before the first read, so that no event falls between.
      var wakeUps = journal.hub.subscribe(parent.id).makeAsyncIterator()
      try await responses.sendHeaders()
      var cursor = start
      repeat {
        while case let page = try await page(of: parent.id, after: cursor), let last = page.last {
          for event in page where kinds.include(event) { try await responses.write(.init(event)) }
          cursor = last.cursor
        }
      } while await wakeUps.next() != nil
    }
  }

  func listOrganizationEvents(
    _ request: GatewayV1.ListOrganizationEventsRequest,
    context: ServerContext
  ) async throws -> GatewayV1.ListOrganizationEventsResponse {
    let parent = try await access.organization(request.parent, field: "parent", context)
    let kinds = try EventKinds(request.kinds, field: "kinds")
    let size = try PageSize(request.pageSize, standard: 100, largest: 1_000).count
    let start = try await start(request.cursor)
    let found = try await journal.database.read {
      try EventTable($0).events(of: parent.id, after: start, limit: size)
    }
    return .init(
      events: found.filter(kinds.include).map { .init($0) },
      nextCursor: found.last?.cursor ?? start
    )
  }

  /// Where to begin. What is not kept any more must not be left out without a word.
  private func start(_ cursor: Int64) async throws -> Int64 {
    let (end, newest) = try await journal.database.read { transaction in
      let table = EventTable(transaction)
      return (try table.end(), try table.newest())
    }
    switch cursor {
    case ..<0: return newest
    case 0: return 0
    case end...newest: return cursor
    default: throw RPCError.eventsGone(cursor)
    }
  }

  private func page(of organization: String, after cursor: Int64) async throws -> [StoredHappening] {
    try await journal.database.read {
      try EventTable($0).events(of: organization, after: cursor, limit: Self.pageSize)
    }
  }
}

/// Which kinds of events a caller wants.
struct EventKinds: Sendable {
  let numbers: Set<Int>

  init(_ kinds: [GatewayV1.OrganizationEvent.Kind], field: String) throws(Refusal) {
    let isKnown = kinds.allSatisfy { kind in
      switch kind {
      case .unspecified, .unrecognized: false
      default: true
      }
    }
    guard isKnown else {
      throw Refusal(violations: [
        Violation(
          field: field,
          reason: "INVALID_KIND",
          description: "One of them is no kind of event. Give those that there are, or nothing for all."
        )
      ])
    }
    numbers = Set(kinds.map { Int($0.rawValue) })
  }

  /// Whoever wants some kinds only must know all the same that some of them are missing.
  func include(_ event: StoredHappening) -> Bool {
    numbers.isEmpty || numbers.contains(event.happening.kind)
      || event.happening.kind == Int(GatewayV1.OrganizationEvent.Kind.eventsMissed.rawValue)
  }
}

extension GatewayV1.OrganizationEvent {
  init(_ event: StoredHappening) {
    let happening = event.happening
    self.init(
      cursor: event.cursor,
      kind: .init(rawValue: Int32(happening.kind)),
      createTime: .init(happening.time),
      resource: happening.resource,
      location: happening.location,
      state: happening.state,
      reason: happening.reason,
      phoneNumbers: happening.phoneNumbers
    )
  }
}

extension RPCError {
  fileprivate static func eventsGone(_ cursor: Int64) -> RPCError {
    RPCError(
      .outOfRange,
      reason: "CURSOR_EXPIRED",
      message:
        "The events after \(cursor) are not kept any more, or never were. Read what you need, and go on from -1.",
      information: ["cursor": "\(cursor)"]
    )
  }
}
