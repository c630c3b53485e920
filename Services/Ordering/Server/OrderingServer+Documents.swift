import Crypto
import Foundation
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
    let name = try await order(request.order, field: "order", for: OrderAccess.ordering, context).text
    let document = request.document ?? OrderingV1.Document()
    let format = DocumentFormat(contents: request.content)
    let check = DocumentCheck(
      kind: DocumentKind(document.kind),
      fileName: document.fileName,
      issueDate: document.issueDate,
      byteCount: request.content.count,
      format: format
    )
    let sha256 = Array(SHA256.hash(data: request.content))
    let now = clock.now()
    let (personal, id) = (PersonalTable(cipher: cipher), UUID().uuidString.lowercased())
    return try await change(name, request, requestID: request.requestId, context) { stored, transaction in
      let calendar = try BusinessCalendar(stored.order, at: now, in: transaction)
      let terms = stored.order.application?.terms ?? ApplicationTerms()
      let violations = check.violations(terms: terms, today: calendar.day(of: now))
      guard let kind = check.kind, let format, violations.isEmpty else {
        throw Refusal(violations: violations)
      }
      let metadata = OrderDocument(
        id: id,
        kind: kind,
        issueDate: CivilDate(document.issueDate),
        format: format,
        sha256: sha256,
        byteCount: request.content.count,
        attachTime: now
      )
      var described = OrderingV1.Document(metadata, order: name)
      described.fileName = document.fileName
      let content = OrderingV1.DocumentContent(document: described, content: request.content)
      let bytes = Array(content.serialized().readableBytesView)
      try personal.put(bytes, as: .document(id: id), of: stored, in: transaction)
      return .attach(metadata)
    }
  }

  func removeDocument(
    _ request: OrderingV1.RemoveDocumentRequest,
    context: ServerContext
  ) async throws -> OrderingV1.Order {
    let document = try await order(
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
    let document = try await order(request.name, pattern: Self.documentPattern, for: [.operator], context)
    let content = try await readPersonal(document.parent, context) { stored, read in
      try read(.document(id: document.id))
    }
    guard let content else { throw Refusal.resourceNotFound(request.name) }
    return try OrderingV1.DocumentContent(serialized: ByteBuffer(bytes: content))
  }

  func getApplication(
    _ request: OrderingV1.GetApplicationRequest,
    context: ServerContext
  ) async throws -> OrderingV1.Application {
    let name = try await order(request.name, for: [.operator], context).text
    return try await readPersonal(name, context) { stored, read in
      guard let application = stored.order.application else {
        throw Refusal.resourceNotFound("\(name)/application")
      }
      return OrderingV1.Application(
        applicant: try read(.applicant).map { try .init(serialized: ByteBuffer(bytes: $0)) },
        emergencyInformation: String(decoding: try read(.emergencyInformation) ?? [], as: UTF8.self),
        documents: application.documents.map { OrderingV1.Document($0, order: name) }
      )
    }
  }

  /// Reads personal data; the note of who did is durable before the answer leaves.
  private func readPersonal<Answer: Sendable>(
    _ name: String,
    _ context: ServerContext,
    _ body:
      @escaping @Sendable (StoredOrder, _ read: (PersonalTable.Part) throws -> [UInt8]?) throws -> Answer
  ) async throws -> Answer {
    let principal = try context.authenticatedCaller().principal
    let (now, personal) = (clock.now(), PersonalTable(cipher: cipher))
    return try await database.write { transaction in
      guard let stored = try OrderReader(transaction).order(named: name) else {
        throw Refusal.resourceNotFound(name)
      }
      return try body(stored) { part in
        try personal.read(part, of: stored, by: principal, now: now, in: transaction)
      }
    }
  }
}

extension ResourceName {
  /// The name without its last collection and id.
  fileprivate var parent: String { text.split(separator: "/").dropLast(2).joined(separator: "/") }
}

extension BusinessCalendar {
  /// The business days of the country of an order's location.
  init(_ order: Order, at now: Instant, in transaction: Transaction) throws {
    let catalog = CatalogTables(transaction)
    let location = try catalog.location(order.draft.location)
    self.init(try location.flatMap { try catalog.country($0.countryCode) }, at: now)
  }
}
