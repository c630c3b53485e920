import Foundation
import ProviderCatalogRules
import Telephony

/// How the parts of a requirement group that are lists are written: JSON, to which fields can be added.
enum RequirementForm {
  private struct Document: Codable {
    var kind: String
    var format: String
    var issued: String
    var uploadTimeMilliseconds: Int64
    var byteCount: Int
  }

  static func encode(_ values: [String: String]) throws -> [UInt8] { Array(try JSONEncoder().encode(values)) }

  static func decodeValues(_ bytes: [UInt8]) throws -> [String: String] {
    try JSONDecoder().decode([String: String].self, from: Data(bytes))
  }

  static func encode(_ documents: [RequirementDocument]) throws -> String {
    let stored = documents.map { document in
      Document(
        kind: document.kind,
        format: document.format.rawValue,
        issued: document.issued?.description ?? "",
        uploadTimeMilliseconds: document.uploadTime.milliseconds,
        byteCount: document.byteCount
      )
    }
    return String(decoding: try JSONEncoder().encode(stored), as: UTF8.self)
  }

  static func decodeDocuments(_ text: String) throws -> [RequirementDocument] {
    try JSONDecoder().decode([Document].self, from: Data(text.utf8)).compactMap { stored in
      guard let format = FileFormat(rawValue: stored.format) else { return nil }
      return RequirementDocument(
        kind: stored.kind,
        format: format,
        issued: CivilDate(stored.issued),
        uploadTime: Instant(milliseconds: stored.uploadTimeMilliseconds),
        byteCount: stored.byteCount
      )
    }
  }
}
