import Messages
import OrderingRules
import Telephony

extension Applicant {
  init(_ message: OrderingV1.Applicant) {
    self.init(
      texts: [
        .representativeName: message.representativeName, .contactPhone: message.contactPhone,
        .contactEmail: message.contactEmail, .companyName: message.companyName, .vatID: message.vatId,
        .fiscalCode: message.fiscalCode, .birthDate: message.birthDate, .birthPlace: message.birthPlace,
        .gender: message.gender, .nationality: message.nationality,
        .serviceDescription: message.serviceDescription,
      ],
      address: message.address.map(CivicAddress.init)
    )
  }
}

extension OrderingV1.Document {
  /// A document without its file's name, which is personal data.
  init(_ document: OrderDocument, order: String) {
    self.init(
      kind: Kind(document.kind),
      name: "\(order)/documents/\(document.id)",
      issueDate: document.issueDate?.description ?? "",
      mediaType: document.format.rawValue,
      sha256: document.sha256,
      sizeBytes: Int32(clamping: document.byteCount),
      createTime: GoogleProtobuf.Timestamp(document.attachTime)
    )
  }
}

extension OrderingV1.Document.Kind {
  init(_ kind: DocumentKind) {
    switch kind {
    case .companyRegistration: self = .companyRegistration
    case .proofOfAddress: self = .proofOfAddress
    case .passportOrID: self = .passportOrId
    case .registrationForm: self = .registrationForm
    case .other: self = .other
    }
  }
}

extension DocumentKind {
  /// Nil for what the API does not name.
  init?(_ kind: OrderingV1.Document.Kind) {
    switch kind {
    case .companyRegistration: self = .companyRegistration
    case .proofOfAddress: self = .proofOfAddress
    case .passportOrId: self = .passportOrID
    case .registrationForm: self = .registrationForm
    case .other: self = .other
    case .unspecified, .unrecognized: return nil
    }
  }
}
