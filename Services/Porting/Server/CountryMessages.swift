import Messages
import Telephony

extension PortingRules {
  /// The rules of a country as the catalog publishes them. What this program does not know is left out.
  init(_ country: CatalogV1.Country) {
    self.init(
      types: country.portTypes.compactMap(PortType.init(rawValue:)),
      schedule: PortSchedule(country.portLeadTimes.compactMap(PortLeadTime.init)),
      hours: country.portHours.compactMap { LocalHours("\($0.startTime)-\($0.endTime)") },
      hasFixedHours: country.portHoursFixed,
      answersAtOnce: country.portabilityAnswer != .later,
      movesMessaging: country.messagingMovesAlong,
      tellsCompletion: country.completionNotice,
      letter: country.letterForm == .signedHere ? .signedHere : .countryForm,
      fields: country.portFields.compactMap { message in
        PortField(rawValue: message.field).map { PortFieldRule($0, Necessity(message.necessity)) }
      },
      documents: country.portDocuments.compactMap(DocumentRule<PortDocument>.init),
      cutOff: LocalTime(country.portCutOffTime)
    )
  }
}

extension PortLeadTime {
  fileprivate init?(_ message: CatalogV1.PortLeadTime) {
    guard let type = PortType(rawValue: message.portType) else { return nil }
    let donor: Donor? =
      switch message.donor {
      case .rangeHolder: .rangeHolder
      case .notRangeHolder: .notRangeHolder
      case .unspecified, .unrecognized: nil
      }
    self.init(
      type,
      upTo: message.upToNumbers == 0 ? nil : Int(message.upToNumbers),
      isDirectDialIn: message.directDialIn,
      donor: donor,
      businessDays: Int(message.businessDays),
      cancellationBusinessDays: Int(message.cancellationBusinessDays)
    )
  }
}

extension Necessity {
  // Of two readings the one that asks for more.
  fileprivate init(_ message: CatalogV1.Necessity) {
    switch message {
    case .ifAvailable: self = .ifAvailable
    case .byCarrier: self = .byCarrier
    case .optional: self = .optional
    case .required, .unspecified, .unrecognized: self = .required
    }
  }
}

extension DocumentRule<PortDocument> {
  fileprivate init?(_ message: CatalogV1.DocumentRule) {
    guard let kind = PortDocument(rawValue: message.kind) else { return nil }
    self.init(
      kind,
      necessity: Necessity(message.necessity),
      age: DocumentAge(rawValue: message.age),
      formats: message.formats.compactMap(FileFormat.init(rawValue:))
    )
  }
}
