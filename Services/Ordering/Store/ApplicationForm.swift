import Foundation
import OrderingRules
import Telephony

/// The application of an assisted order as JSON, which keeps the terms under which the order was created.
struct ApplicationForm: Codable {
  private struct Problem: Codable {
    var field: String
    var reason: String
    var description: String
  }

  private struct Document: Codable {
    var id: String
    var kind: String
    var issueDate: String
    var format: String
    var sha256: [UInt8]
    var byteCount: Int
    var attachTimeMilliseconds: Int64
  }

  private var applicantFields: [String]
  private var documentKinds: [String]
  private var addressProofAge: String
  private var reviewBusinessDays: Int
  private var hasActionRequired: Bool
  private var needsEmergencyInformation: Bool
  private var applicantProblems: [Problem]
  private var documents: [Document]
  private var hasEmergencyInformation: Bool
  private var reviewerMessage: String

  static func text(_ application: OrderApplication?) throws -> String {
    guard let application else { return "" }
    return String(decoding: try JSONEncoder().encode(ApplicationForm(application)), as: UTF8.self)
  }

  static func application(_ text: String) throws -> OrderApplication? {
    guard !text.isEmpty else { return nil }
    return try JSONDecoder().decode(ApplicationForm.self, from: Data(text.utf8)).application
  }

  private init(_ application: OrderApplication) {
    let terms = application.terms
    applicantFields = terms.applicantFields.map(\.rawValue)
    documentKinds = terms.documents.map(\.rawValue)
    addressProofAge = terms.addressProofAge.rawValue
    reviewBusinessDays = terms.reviewBusinessDays
    hasActionRequired = terms.hasActionRequired
    needsEmergencyInformation = terms.needsEmergencyInformation
    applicantProblems = application.applicantProblems.map {
      Problem(field: $0.field, reason: $0.reason, description: $0.description)
    }
    documents = application.documents.map { document in
      Document(
        id: document.id,
        kind: document.kind.rawValue,
        issueDate: document.issueDate?.description ?? "",
        format: document.format.rawValue,
        sha256: document.sha256,
        byteCount: document.byteCount,
        attachTimeMilliseconds: document.attachTime.milliseconds
      )
    }
    hasEmergencyInformation = application.hasEmergencyInformation
    reviewerMessage = application.reviewerMessage
  }

  private var application: OrderApplication {
    OrderApplication(
      terms: ApplicationTerms(
        applicantFields: applicantFields.compactMap(ApplicantField.init(rawValue:)),
        documents: documentKinds.compactMap(DocumentKind.init(rawValue:)),
        addressProofAge: AddressProofAge(rawValue: addressProofAge) ?? .lessThanThreeMonths,
        reviewBusinessDays: reviewBusinessDays,
        hasActionRequired: hasActionRequired,
        needsEmergencyInformation: needsEmergencyInformation
      ),
      applicantProblems: applicantProblems.map {
        Violation(field: $0.field, reason: $0.reason, description: $0.description)
      },
      documents: documents.compactMap { document in
        guard let kind = DocumentKind(rawValue: document.kind),
          let format = DocumentFormat(rawValue: document.format)
        else { return nil }
        return OrderDocument(
          id: document.id,
          kind: kind,
          issueDate: CivilDate(document.issueDate),
          format: format,
          sha256: document.sha256,
          byteCount: document.byteCount,
          attachTime: Instant(milliseconds: document.attachTimeMilliseconds)
        )
      },
      hasEmergencyInformation: hasEmergencyInformation,
      reviewerMessage: reviewerMessage
    )
  }
}
