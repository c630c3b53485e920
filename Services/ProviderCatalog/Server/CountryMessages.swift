import Messages
import ProviderCatalogRules
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
      sources: country.sources,
      timeZones: country.timeZones,
      applicantFields: application.applicantFields.map(\.rawValue),
      documents: application.documents.map(\.rawValue),
      addressProofAge: application.addressProofAge == .atMostThreeMonths
        ? .atMost3Months : .lessThan3Months,
      reviewDaysEarliest: Int32(clamping: application.reviewBusinessDays?.lowerBound ?? 0),
      reviewDaysLatest: Int32(clamping: application.reviewBusinessDays?.upperBound ?? 0),
      actionRequiredState: application.hasActionRequired,
      emergencyInformation: application.needsEmergencyInformation,
      holidays: country.holidays.map(\.description)
    )
  }
}
