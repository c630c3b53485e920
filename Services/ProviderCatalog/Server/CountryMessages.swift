import Messages
import Telephony

extension CatalogV1.Country {
  init(_ country: Country) {
    let application = country.application
    self.init(
      name: country.name,
      countryCode: country.code,
      displayName: country.displayName,
      ordering: country.ordering == .selfService ? .selfService : .assisted,
      numberTypes: country.numberTypes.map(\.description),
      blockSizes: country.blockSizes.map(Int32.init(clamping:)),
      maxNumbersPerOrder: Int32(clamping: country.maximumNumbersPerOrder),
      tollFree: country.offersTollFree,
      serviceNumbers: country.offersServiceNumbers,
      sources: country.sources.map { "\($0.rule): \($0.source)" },
      timeZones: country.timeZones,
      applicantFields: application.applicantFields.map(\.rawValue),
      documents: application.documents.map(\.kind.rawValue),
      addressProofAge: application.addressProofAge == .atMostThreeMonths
        ? .atMost3Months : .lessThan3Months,
      reviewDaysEarliest: Int32(clamping: application.reviewBusinessDays?.lowerBound ?? 0),
      reviewDaysLatest: Int32(clamping: application.reviewBusinessDays?.upperBound ?? 0),
      actionRequiredState: application.hasActionRequired,
      emergencyInformation: country.address.needsInformation,
      holidays: country.holidays.nationalDays.sorted().map(\.description),
      ruleSources: country.sources.map(CatalogV1.RuleSource.init),
      newNumberDocuments: application.documents.map { CatalogV1.DocumentRule($0, kind: $0.kind.rawValue) }
    )
    take(country.porting)
    take(country.address)
    useLimits = country.useLimits.map(TypeV1.UseLimit.init)
    publicHolidays = country.holidays.map(CatalogV1.PublicHoliday.init)
    numberTimeZones = country.numberTimeZones.map { .init(timeZone: $0.timeZone, prefixes: $0.prefixes) }
  }

  private mutating func take(_ porting: PortingRules) {
    portDocuments = porting.documents.map { CatalogV1.DocumentRule($0, kind: $0.kind.rawValue) }
    portFields = porting.fields.map { .init(field: $0.field.rawValue, necessity: .init($0.necessity)) }
    portTypes = porting.types.map(\.rawValue)
    portLeadTimes = porting.schedule.rows.map(CatalogV1.PortLeadTime.init)
    portHours = porting.hours.map { .init(startTime: $0.startText, endTime: $0.endText) }
    portHoursFixed = porting.hasFixedHours
    portabilityAnswer = porting.answersAtOnce ? .atOnce : .later
    messagingMovesAlong = porting.movesMessaging
    completionNotice = porting.tellsCompletion
    portCutOffTime = porting.cutOff?.text ?? ""
    letterForm = porting.letter == .signedHere ? .signedHere : .countryForm
  }

  private mutating func take(_ address: AddressRules) {
    addressFields = address.fields.map { .init(field: $0.field.rawValue, necessity: .init($0.necessity)) }
    postalCodeForms = address.postalCodeForms.map(\.text)
    postalCodeExample = address.postalCodeExample
    regions = address.regions.map {
      .init(code: $0.code, displayName: $0.displayName, postalPrefixes: $0.postalPrefixes)
    }
  }
}

extension CatalogV1.RuleSource {
  fileprivate init(_ source: RuleSource) {
    self.init(rule: source.rule, source: source.source, since: source.since.description)
  }
}

extension CatalogV1.Necessity {
  init(_ necessity: Necessity) {
    switch necessity {
    case .required: self = .required
    case .ifAvailable: self = .ifAvailable
    case .byCarrier: self = .byCarrier
    case .optional: self = .optional
    }
  }
}

extension CatalogV1.DocumentRule {
  fileprivate init<Kind>(_ rule: DocumentRule<Kind>, kind: String) {
    self.init(
      kind: kind,
      necessity: .init(rule.necessity),
      age: rule.age?.rawValue ?? "",
      formats: rule.formats.map(\.rawValue)
    )
  }
}

extension CatalogV1.PortLeadTime {
  fileprivate init(_ row: PortLeadTime) {
    self.init(
      portType: row.type.rawValue,
      upToNumbers: Int32(clamping: row.upTo ?? 0),
      directDialIn: row.isDirectDialIn,
      donor: row.donor.map { $0 == .rangeHolder ? .rangeHolder : .notRangeHolder } ?? .unspecified,
      businessDays: Int32(clamping: row.businessDays),
      cancellationBusinessDays: Int32(clamping: row.cancellationBusinessDays)
    )
  }
}

extension CatalogV1.PublicHoliday {
  fileprivate init(_ holiday: PublicHoliday) {
    self.init(
      displayName: holiday.displayName,
      dates: holiday.dates.map(\.description),
      regions: holiday.regions
    )
  }
}
