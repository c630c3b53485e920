import Messages
import PortingRules
import PortingStore
import ServiceKit
import Telephony

extension FilledInGroup {
  /// Why a port order cannot use it.
  func violations(_ phoneNumbers: [String], country: String) -> [Violation] {
    let types = Set(phoneNumbers.map { TelephoneNumber(e164: $0)?.metadata?.type })
    return violations(.portIn, country: country, type: types.count == 1 ? types.first ?? nil : nil)
  }

  /// What the losing carrier has to know: what the order says itself counts more. Numbers, their port codes and the
  /// address of the service are each order's own.
  func completing(_ details: PortingV1.PortDetails?) -> PortingV1.PortDetails {
    var whole = details ?? PortingV1.PortDetails()
    if whole.accountNumber.isEmpty { whole.accountNumber = text(PortField.accountNumber.rawValue) }
    if whole.pin.isEmpty { whole.pin = text(PortField.pin.rawValue) }
    let contact = text(PortField.contactEmail.rawValue)
    if whole.contactEmails.isEmpty, !contact.isEmpty { whole.contactEmails = [contact] }
    let apart = [PortField.accountNumber, .pin, .contactEmail].map(\.rawValue)
    let known = Set(whole.values.map(\.field) + apart)
    whole.values += group.values.filter { !known.contains($0.field) }
      .map { .init(field: $0.field, text: $0.text) }
    return whole
  }

  /// Its documents, each of the day on which it was uploaded there.
  func given(_ table: PortDocumentTable) throws -> [GivenDocument] {
    try documents.map { document, content in
      try GivenDocument(
        content,
        kind: document.kind,
        issueDate: document.issueDate,
        time: document.uploadTime.map(Instant.init) ?? Instant(milliseconds: 0),
        table: table
      )
    }
  }
}
