import Messages
import Telephony

extension AddressRules {
  /// The rules of a country as the catalog publishes them.
  public init(_ country: CatalogV1.Country) {
    self.init(
      fields: country.addressFields.compactMap { field in
        AddressFieldName(rawValue: field.field)
          .map { AddressFieldRule($0, field.necessity == .required ? .required : .optional) }
      },
      postalCodeForms: country.postalCodeForms.compactMap(PostalCodeForm.init(_:)),
      postalCodeExample: country.postalCodeExample,
      regions: country.regions.map {
        Region(code: $0.code, displayName: $0.displayName, postalPrefixes: $0.postalPrefixes)
      },
      needsInformation: country.emergencyInformation
    )
  }
}
