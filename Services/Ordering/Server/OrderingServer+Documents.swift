import Messages
import NIOCore
import OrderingRules
import OrderingStore
import Protobuf
import RPC
import ServiceKit
import Storage
import Telephony

extension OrderingServer {
  private static let documentPattern = "organizations/*/orders/*/documents/*"

  func attachDocument(
    _ request: OrderingV1.AttachDocumentRequest,
    context: ServerContext
  ) async throws -> OrderingV1.Order {
    let name = try order(request.order, field: "order", for: OrderAccess.ordering, context).text
    // Hashing and sealing megabytes is nothing for an event loop.
    return try await withTaskExecutorPreference(globalConcurrentExecutor) {
      try await attach(request, to: name, context)
    }
  }

  private func attach(
    _ request: OrderingV1.AttachDocumentRequest,
    to name: String,
    _ context: ServerContext
  ) async throws -> OrderingV1.Order {
    let given = GivenDocument(request, now: clock.now())
    let personal = PersonalTable(cipher: cipher)
    let part = PersonalTable.Part.document(id: given.id)
    let sealed = try personal.seal(given.content(order: name), as: part, ofOrder: name)
    return try await change(name, request, requestID: request.requestId, context) { stored, transaction in
      let calendar = try BusinessCalendar(stored.order, in: transaction)
      let terms = stored.order.application?.terms ?? ApplicationTerms()
      let document = try given.checked(terms: terms, today: calendar.day(of: given.time))
      try personal.put(sealed, as: part, of: stored, in: transaction)
      return .attach(document)
    }
  }

  func removeDocument(
    _ request: OrderingV1.RemoveDocumentRequest,
    context: ServerContext
  ) async throws -> OrderingV1.Order {
    let document = try order(
      request.name,
      pattern: Self.documentPattern,
      for: OrderAccess.ordering,
      context
    )
    let personal = PersonalTable(cipher: cipher)
    return try await change(document.parent, request, requestID: request.requestId, context) {
      try personal.remove(.document(id: document.id), of: $0, in: $1)
      return .removeDocument(id: document.id)
    }
  }

  func getDocument(
    _ request: OrderingV1.GetDocumentRequest,
    context: ServerContext
  ) async throws -> OrderingV1.DocumentContent {
    let name = try order(request.name, pattern: Self.documentPattern, for: [.operator], context)
    let (_, parts) = try await readPersonal([.document(id: name.id)], of: name.parent, context)
    guard let content = parts[0] else { throw Refusal.resourceNotFound(request.name) }
    return try OrderingV1.DocumentContent(serialized: ByteBuffer(bytes: content))
  }

  func getApplication(
    _ request: OrderingV1.GetApplicationRequest,
    context: ServerContext
  ) async throws -> OrderingV1.Application {
    let name = try order(request.name, for: [.operator], context).text
    let (order, parts) = try await readPersonal([.applicant, .emergencyInformation], of: name, context)
    guard let application = order.application else { throw Refusal.resourceNotFound("\(name)/application") }
    return OrderingV1.Application(
      applicant: try parts[0].map { try .init(serialized: ByteBuffer(bytes: $0)) },
      emergencyInformation: String(decoding: parts[1] ?? [], as: UTF8.self),
      documents: application.documents.map { OrderingV1.Document($0, order: name) }
    )
  }

  /// Reads personal data; the note of who did is durable before the answer leaves.
  private func readPersonal(
    _ parts: [PersonalTable.Part],
    of name: String,
    _ context: ServerContext
  ) async throws -> (Order, [[UInt8]?]) {
    let principal = try context.authenticatedCaller().principal
    let (now, personal) = (clock.now(), PersonalTable(cipher: cipher))
    let (order, sealed) = try await database.write { transaction in
      guard let stored = try OrderReader(transaction).order(named: name) else {
        throw Refusal.resourceNotFound(name)
      }
      let sealed = try parts.map {
        try personal.read($0, of: stored, by: principal, now: now, in: transaction)
      }
      return (stored.order, sealed)
    }
    return try await withTaskExecutorPreference(globalConcurrentExecutor) {
      let opened = try zip(parts, sealed).map { part, sealed in
        try sealed.map { try personal.open($0, as: part, ofOrder: name) }
      }
      return (order, opened)
    }
  }
}

extension ResourceName {
  /// The name without its last collection and id.
  fileprivate var parent: String { text.split(separator: "/").dropLast(2).joined(separator: "/") }
}

extension BusinessCalendar {
  /// The business days of the country of an order's location.
  init(_ order: Order, in transaction: Transaction) throws {
    let catalog = CatalogTables(transaction)
    let location = try catalog.location(order.draft.location)
    self.init(try location.flatMap { try catalog.country($0.countryCode) }, location)
  }
}
