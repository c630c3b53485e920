import Crypto
import Foundation
import Messages
import OrderingRules
import ServiceKit
import Telephony

/// A document as it was given, with the name that it gets when it is taken.
struct GivenDocument: Sendable {
  let id = UUID().uuidString.lowercased()
  let time: Instant
  private let message: OrderingV1.Document
  private let file: [UInt8]
  private let format: DocumentFormat?
  private let sha256: [UInt8]

  init(_ request: OrderingV1.AttachDocumentRequest, now: Instant) {
    time = now
    message = request.document ?? OrderingV1.Document()
    file = request.content
    format = DocumentFormat(contents: file)
    sha256 = Array(SHA256.hash(data: file))
  }

  /// One of a requirement group; the day from which its age counts is that of its upload there (domain.md section 7).
  init(_ document: CatalogV1.RequirementDocument, content: [UInt8]) {
    let kind = DocumentKind(rawValue: document.kind)
    self.init(
      .init(
        document: .init(
          kind: kind.map { .init($0) } ?? .unspecified,
          fileName: "\(document.kind.lowercased()).\(document.format.lowercased())",
          issueDate: document.issueDate
        ),
        content: content
      ),
      now: document.uploadTime.map { Instant($0) } ?? Instant(milliseconds: 0)
    )
  }

  /// The document for its order, or everything that is wrong with it.
  func checked(terms: ApplicationTerms, today: CivilDate) throws(Refusal) -> OrderDocument {
    let check = DocumentCheck(
      kind: DocumentKind(message.kind),
      fileName: message.fileName,
      issueDate: message.issueDate,
      byteCount: file.count,
      format: format
    )
    let violations = check.violations(terms: terms, today: today)
    guard let document, violations.isEmpty else { throw Refusal(violations: violations) }
    return document
  }

  /// What reviewers get, with the name of the file.
  func content(order: String) -> [UInt8] {
    var described = document.map { OrderingV1.Document($0, order: order) } ?? message
    described.fileName = message.fileName
    let content = OrderingV1.DocumentContent(document: described, content: file)
    return Array(content.serialized().readableBytesView)
  }

  private var document: OrderDocument? {
    guard let kind = DocumentKind(message.kind), let format else { return nil }
    return OrderDocument(
      id: id,
      kind: kind,
      issueDate: CivilDate(message.issueDate),
      format: format,
      sha256: sha256,
      byteCount: file.count,
      attachTime: time
    )
  }
}
