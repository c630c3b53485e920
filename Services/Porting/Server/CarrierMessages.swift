import Messages
import PortingRules
import ServiceKit
import Telephony

extension CarrierV1.SubmitPortRequest {
  /// Everything that an order had to have before it could be submitted.
  init(_ order: PortOrder) {
    let wish = order.wish
    self.init(
      submissionId: DerivedUUID.make("submission", order.name, "\(order.submissions)"),
      order: order.name,
      previousReference: order.previousReference,
      submitTime: order.submitTime.map(GoogleProtobuf.Timestamp.init),
      phoneNumbers: order.telephoneNumbers.map(\.e164),
      portType: wish.type.rawValue,
      desiredTime: wish.desiredTime.map(GoogleProtobuf.Timestamp.init),
      account: CarrierV1.LosingAccount(wish.account)
    )
    documents = order.documents.map { .init($0, order: order.name) }
    remainingNumbers = .init(wish.remaining)
    serviceNumbers = wish.usage == .service
    messagingMovesAlong = order.movesMessagingAlong
    directDialIn = wish.isDirectDialIn
    donorHoldsRange = wish.donor == .rangeHolder
  }
}

extension CarrierV1.LosingAccount {
  fileprivate init(_ account: LosingAccount) {
    self.init(
      accountNumber: account.accountNumber,
      pin: account.pin,
      billingNumber: account.billingNumber,
      authorizedName: account.authorizedName,
      companyName: account.companyName,
      serviceAddress: account.serviceAddress.map(TypeV1.CivicAddress.init),
      newBillingNumber: account.newBillingNumber,
      values: account.values.map { .init(field: $0.field, text: $0.text, phoneNumber: $0.phoneNumber) }
    )
  }
}

extension CarrierV1.SubmitPortRequest.RemainingNumbers {
  fileprivate init(_ remaining: RemainingNumbers) {
    switch remaining {
    case .none: self = .unspecified
    case .keep: self = .keep
    case .disconnect: self = .disconnect
    }
  }
}

extension CarrierV1.CarrierDocument {
  init(_ document: PortDocumentEntry, order: String) {
    self.init(
      name: document.name(of: order),
      kind: document.kind.rawValue,
      sha256: document.sha256,
      mediaType: document.mediaType,
      sizeBytes: Int64(document.byteCount),
      issueDate: document.issued?.description ?? ""
    )
  }
}

extension PortDocumentEntry {
  /// Its name within an order.
  func name(of order: String) -> String { "\(order)/documents/\(id)" }

  var mediaType: String { format == .pdf ? "application/pdf" : "image/png" }
}

extension PortCommand {
  init(_ step: PortStep, _ receipt: CarrierV1.PortReceipt) {
    self = .recordReceipt(
      of: step,
      reference: receipt.reference,
      askAgain: receipt.askAgainTime.map(Instant.init)
    )
  }
}

extension PortNews {
  init?(_ update: CarrierV1.PortUpdate) {
    let numbers = update.phoneNumbers.compactMap(TelephoneNumber.init(e164:))
    let kind: Kind
    switch (update.kind, update.firmTime) {
    case (.accepted, _): kind = .accepted
    case (.rejected, _): kind = .rejected(reason: update.reason, numbers: numbers)
    case (.confirmed, let time?): kind = .confirmed(Instant(time))
    case (.calledOff, _): kind = .calledOff
    default: return nil
    }
    self.init(
      revision: Int(update.revision),
      kind: kind,
      groups: update.groups.map { group in
        PortGroup(
          billingNumber: group.billingNumber,
          numbers: group.phoneNumbers.compactMap(TelephoneNumber.init(e164:))
        )
      }
    )
  }
}
