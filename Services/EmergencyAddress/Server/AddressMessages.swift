import EmergencyAddressRules
import Messages
import ServiceKit
import Telephony

// The values of the enums are those of the API's: a test compares them.
extension EmergencyV1.EmergencyAddress {
  init(_ record: AddressRecord) {
    self.init(
      name: record.subject.addressName,
      address: record.isHeld ? TypeV1.CivicAddress(record.address) : nil,
      progress: record.isHeld ? .init(rawValue: Int32(record.progress.rawValue)) : .unspecified,
      updateTime: GoogleProtobuf.Timestamp(record.time),
      etag: ETag.text(record.version),
      step: .init(rawValue: Int32(record.step.rawValue)),
      nextStep: record.nextStep,
      rejectionReason: record.rejection,
      additionalInformation: record.information,
      correction: record.correction.map { .init(given: record.address, corrected: $0) },
      inForce: record.inForce.map { .init($0) }
    )
  }

  /// The same with what the caller must know now; it is not kept, because a trial can become a paying customer.
  func with(notice: String) -> EmergencyV1.EmergencyAddress {
    var copy = self
    copy.notice = notice
    return copy
  }
}

extension EmergencyV1.AddressInForce {
  init(_ inForce: AddressInForce) {
    self.init(
      address: TypeV1.CivicAddress(inForce.address),
      progress: .init(rawValue: Int32(inForce.progress.rawValue)),
      additionalInformation: inForce.information
    )
  }
}

extension EmergencyV1.AddressUnderWay {
  /// Nil when it is not under way.
  init?(_ record: AddressRecord) {
    guard record.isHeld, record.step != .ready else { return nil }
    self.init(
      name: record.subject.addressName,
      step: .init(rawValue: Int32(record.step.rawValue)),
      rejectionReason: record.rejection,
      nextStep: record.nextStep
    )
  }
}

extension EmergencyV1.Correction {
  init(given: CivicAddress, corrected: CivicAddress) {
    self.init(
      address: TypeV1.CivicAddress(corrected),
      differences: AddressDifference.between(given, corrected).map {
        .init(field: $0.field, given: $0.given, corrected: $0.corrected)
      }
    )
  }
}

extension EmergencyV1.EffectiveAddress {
  init(_ number: TelephoneNumber, _ effective: EffectiveAddress, location: String) {
    let (record, holding) = (effective.record, effective.record.holding)
    self.init(
      phoneNumber: number.e164,
      address: TypeV1.CivicAddress(holding.address),
      source: .init(rawValue: Int32(effective.source.rawValue)),
      location: location,
      progress: .init(rawValue: Int32(holding.progress.rawValue)),
      name: record.subject.addressName,
      ready: record.isReady,
      additionalInformation: holding.information,
      underWay: [effective.passedOver?.record, record.inForce == nil ? nil : record]
        .compactMap { $0.flatMap(EmergencyV1.AddressUnderWay.init) }
    )
  }
}

extension EmergencyV1.AddressChanged {
  init(_ record: AddressRecord) {
    self.init(
      name: record.subject.addressName,
      action: .init(rawValue: Int32(record.action.rawValue)),
      progress: record.isHeld ? .init(rawValue: Int32(record.progress.rawValue)) : .unspecified,
      step: .init(rawValue: Int32(record.step.rawValue)),
      organization: "organizations/\(record.subject.organization)"
    )
  }
}

extension NotificationContact {
  init(_ message: EmergencyV1.NotificationContact) {
    self.init(
      displayName: message.displayName,
      email: message.email,
      phoneNumber: message.phoneNumber
    )
  }
}

extension EmergencyV1.NotificationContact {
  init(_ contact: NotificationContact) {
    self.init(displayName: contact.displayName, email: contact.email, phoneNumber: contact.phoneNumber)
  }
}
