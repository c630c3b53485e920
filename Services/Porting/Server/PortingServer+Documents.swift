import Crypto
import Foundation
import Messages
import PortingRules
import PortingStore
import RPC
import ServiceKit
import Storage
import Telephony

// Documents of port orders.
extension PortingServer {
  private static let documentPattern = "organizations/*/portOrders/*/documents/*"
  private static let pieceBytes = 32 * 1_024

  func uploadPortDocument(
    _ requests: RequestStream<PortingV1.UploadPortDocumentRequest>,
    context: ServerContext
  ) async throws -> PortingV1.PortDocument {
    var messages = requests.makeAsyncIterator()
    guard case .description(let description)? = try await messages.next()?.part else {
      throw Refusal(violations: [.required("description", "the order and what the document is, first")])
    }
    let name = try order(description.portOrder, field: "description.port_order", context)
    let file = try await Self.rest(of: &messages)
    let given = description.document ?? .init()
    return try await attach(file, kind: given.kind, issueDate: given.issueDate, to: name, context)
  }

  private static func rest(
    of messages: inout RequestStream<PortingV1.UploadPortDocumentRequest>.AsyncIterator
  ) async throws -> [UInt8] {
    var file: [UInt8] = []
    while let message = try await messages.next() {
      guard case .chunk(let bytes)? = message.part else {
        throw Refusal(violations: [.required("chunk", "bytes; the document was described already")])
      }
      file += bytes
      // Refused before more of it is taken in.
      guard file.count <= PortDocumentCheck.maximumBytes else {
        throw Refusal(violations: [PortDocumentCheck.tooLarge])
      }
    }
    return file
  }

  private func attach(
    _ file: [UInt8],
    kind: String,
    issueDate: String,
    to name: String,
    _ context: ServerContext
  ) async throws -> PortingV1.PortDocument {
    let (now, table) = (clock.now(), PortDocumentTable(cipher: cipher))
    let given = try await withTaskExecutorPreference(globalConcurrentExecutor) {
      try GivenDocument(file, kind: kind, issueDate: issueDate, time: now, table: table)
    }
    let principal = try Self.principal(context)
    let document = try await database.write { [journal] transaction in
      let stored = try journal.port(name, in: transaction)
      let place = try journal.place(of: stored.order, in: transaction)
      let entry = try given.stored(at: place, in: transaction)
      let ended = stored.order.contentsEnded(byReplacing: entry.kind)
      try PortDocumentTable.remove(ended, in: transaction)
      let command = PortCommand.attach(entry, isSignedHere: false)
      _ = try journal.apply(command, to: stored, by: principal, in: transaction)
      return PortingV1.PortDocument(entry, order: name)
    }
    journal.wakeUp.signal()
    return document
  }

  func downloadPortDocument(
    _ request: PortingV1.DownloadPortDocumentRequest,
    responses: ResponseWriter<PortingV1.DownloadPortDocumentResponse>,
    context: ServerContext
  ) async throws {
    let resource = try context.resource(request.name, pattern: Self.documentPattern, field: "name")
    let name = resource.text.split(separator: "/").dropLast(2).joined(separator: "/")
    let (principal, now) = (try Self.principal(context), clock.now())
    let (table, id) = (PortDocumentTable(cipher: cipher), resource.id)
    // Who reads is noted before the first byte leaves.
    let sealed = try await database.write { [journal] transaction -> [UInt8] in
      let order = try journal.port(name, in: transaction).order
      guard order.documents.contains(where: { $0.id == id }),
        let sealed = try table.sealed(id: id, in: transaction)
      else { throw Refusal.resourceNotFound(resource.text) }
      try PortDocumentTable.noteReading(of: resource.text, by: principal, at: now, in: transaction)
      return sealed
    }
    let file = try await withTaskExecutorPreference(globalConcurrentExecutor) {
      try table.open(sealed, id: id)
    }
    for start in stride(from: 0, to: file.count, by: Self.pieceBytes) {
      let end = min(start + Self.pieceBytes, file.count)
      try await responses.write(.init(chunk: Array(file[start..<end])))
    }
  }

  func signLetter(
    _ request: PortingV1.SignLetterRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortOrder {
    let name = try order(request.name, context)
    let (now, principal) = (clock.now(), try Self.principal(context))
    let (id, table) = (UUID().uuidString.lowercased(), PortDocumentTable(cipher: cipher))
    return try await sealedWrite(request, request.requestId, context) { [journal] transaction in
      let stored = try journal.port(name, in: transaction)
      let letter = LetterOfAgency(
        givenName: request.givenName,
        familyName: request.familyName,
        jobTitle: request.jobTitle,
        order: stored.order,
        time: now
      )
      let violations = letter.violations(try journal.place(of: stored.order, in: transaction).rules)
      guard violations.isEmpty else { throw Refusal(violations: violations) }
      let file = letter.file
      let entry = PortDocumentEntry(
        id: id,
        kind: .letterOfAgency,
        issued: nil,
        format: .pdf,
        sha256: Array(SHA256.hash(data: file)),
        byteCount: file.count,
        createTime: now,
        lastDay: nil
      )
      try table.insert(try table.seal(file, id: id), id: id, in: transaction)
      let ended = stored.order.contentsEnded(byReplacing: entry.kind)
      try PortDocumentTable.remove(ended, in: transaction)
      let command = PortCommand.attach(entry, isSignedHere: true)
      return try journal.apply(command, to: stored, by: principal, in: transaction).order
    }
  }

  func requestPortDocument(
    _ request: PortingV1.RequestPortDocumentRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortOrder {
    let name = try order(request.name, context)
    guard let kind = PortDocument(rawValue: request.kind) else {
      throw Refusal(violations: [
        .required("kind", "one of \(PortDocument.allCases.map(\.rawValue).joined(separator: ", "))")
      ])
    }
    return try await sealedWrite(request, request.requestId, context) { [journal] transaction in
      let command = PortCommand.requestDocument(kind)
      return try journal.apply(command, to: name, by: Self.principal(context), in: transaction).order
    }
  }
}

extension LetterOfAgency {
  /// The letter as a PDF, with the hash of what was signed.
  var file: [UInt8] {
    let hash = SHA256.hash(data: Data(body.joined(separator: "\n").utf8))
    let text = hash.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    return LetterPDF(lines: body + signature(hash: text)).bytes
  }
}
