import Crypto
import Foundation
import Messages
import PortingRules
import PortingStore
import ServiceKit
import Storage
import Telephony

/// A document as it was given, sealed, with the name that it gets when it is taken.
struct GivenDocument: Sendable {
  private let id = UUID().uuidString.lowercased()
  private let time: Instant
  private let check: PortDocumentCheck
  private let sha256: [UInt8]
  private let sealed: [UInt8]
  private let table: PortDocumentTable

  /// Hashes and seals, which takes a while for megabytes: nothing for an event loop.
  ///
  /// - Parameter time: of its upload, from which its age counts (domain.md section 7).
  init(_ file: [UInt8], kind: String, issueDate: String, time: Instant, table: PortDocumentTable) throws {
    (self.time, self.table) = (time, table)
    check = PortDocumentCheck(
      kind: kind,
      issueDate: issueDate,
      byteCount: file.count,
      format: FileFormat(contents: file)
    )
    sha256 = Array(SHA256.hash(data: file))
    sealed = try table.seal(file, id: id)
  }

  /// Stores it, and says what the order gets; or everything that is wrong with it.
  func stored(at place: PortPlace, in transaction: Transaction) throws -> PortDocumentEntry {
    let day = place.calendar(for: []).zones.first.map { $0.day(of: time) }
    let known = try check.checked(place.rules, today: day ?? BusinessCalendar().day(of: time))
    try table.insert(sealed, id: id, in: transaction)
    return PortDocumentEntry(
      id: id,
      kind: known.kind,
      issued: known.issued,
      format: known.format,
      sha256: sha256,
      byteCount: check.byteCount,
      createTime: time,
      lastDay: known.lastDay
    )
  }
}
