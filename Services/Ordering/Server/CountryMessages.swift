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
  /// The business days of a location: with the holidays of its region and by its own clocks; without a location those of
  /// its country where most people live.
  init(_ country: CatalogV1.Country?, _ site: LocationFacts?) {
    let zone = site.flatMap { LocalZone($0.timeZone) } ?? country?.timeZones.first.flatMap(LocalZone.init)
    let regional = country?.publicHolidays.map { holiday in
      PublicHoliday(
        displayName: holiday.displayName,
        dates: holiday.dates.compactMap(CivilDate.init(_:)),
        regions: holiday.regions
      )
    }
    let national = Set(country?.holidays.compactMap(CivilDate.init(_:)) ?? [])
    self.init(holidays: national.union(regional?.days(in: site?.region ?? "") ?? []), zone: zone)
  }
}
