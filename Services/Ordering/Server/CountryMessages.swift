import Foundation
import Messages
import OrderingRules
import ServiceKit
import Telephony

extension CountryTerms {
  init(_ country: CatalogV1.Country) {
    self.init(
      kind: country.ordering == .selfService ? .selfService : .assisted,
      numberTypes: Set(
        NumberType.allCases.filter { country.numberTypes.contains($0.description) }
      ),
      blockSizes: Set(country.blockSizes.map(Int.init)),
      largestOrder: Int(country.maxNumbersPerOrder),
      offersTollFree: country.tollFree,
      offersServiceNumbers: country.serviceNumbers,
      application: ApplicationTerms(
        applicantFields: country.applicantFields.compactMap(ApplicantField.init(rawValue:)),
        documents: country.documents.compactMap(DocumentKind.init(rawValue:)),
        // Of two readings the one that allows less.
        addressProofAge: country.addressProofAge == .atMost3Months
          ? .atMostThreeMonths : .lessThanThreeMonths,
        reviewBusinessDays: Int(country.reviewDaysLatest),
        hasActionRequired: country.actionRequiredState,
        needsEmergencyInformation: country.emergencyInformation
      )
    )
  }
}

extension BusinessCalendar {
  /// The business days of a country, in the time zone in which most of its people live.
  init(_ country: CatalogV1.Country?, at now: Instant) {
    let zone = country?.timeZones.first.flatMap(TimeZone.init(identifier:))
    let date = Date(timeIntervalSince1970: Double(now.milliseconds) / 1_000)
    self.init(
      holidays: Set(country?.holidays.compactMap(CivilDate.init(_:)) ?? []),
      utcOffset: .seconds(zone?.secondsFromGMT(for: date) ?? 0)
    )
  }
}
