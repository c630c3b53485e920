extension CivicAddress {
  /// What is wrong with its form, field by field; empty when the form is right. Whether the address exists is for
  /// a validator to say (domain.md section 6: `syntax` comes before `validated`).
  ///
  /// - Parameter path: the field that holds the address, such as `address`.
  public func syntaxViolations(path: String) -> [Violation] {
    guard let form = AddressForm.ofCountry(countryCode) else {
      return [countryViolation(path)]
    }
    return requiredViolations(path) + textViolations(path) + formViolations(form, path)
  }

  private func countryViolation(_ path: String) -> Violation {
    guard !countryCode.isEmpty else { return .required("\(path).country_code", "the country, US or CA") }
    return Violation(
      field: "\(path).country_code",
      reason: "COUNTRY_NOT_SUPPORTED",
      description: "Addresses are checked in US and CA. Give one of these two codes in upper case."
    )
  }

  private func requiredViolations(_ path: String) -> [Violation] {
    [
      ("region", region, "the two-letter code of the state or province"),
      ("city", city, "the city"),
      ("postal_code", postalCode, "the postal code"),
      ("street", street, "the street with its type, such as Main St"),
      ("building_number", buildingNumber, "the building number, such as 12 or 12A"),
    ].compactMap { field, value, what in
      value.contains { !$0.isWhitespace } ? nil : .required("\(path).\(field)", what)
    }
  }

  // NENA 02-014 gives the lengths that emergency databases hold.
  private func textViolations(_ path: String) -> [Violation] {
    [
      ("city", city, 32), ("street", street, 60), ("building_number", buildingNumber, 10), ("unit", unit, 60),
    ].compactMap { field, value, limit in
      guard value.count > limit || value.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
      else { return nil }
      return Violation(
        field: "\(path).\(field)",
        reason: "INVALID_TEXT",
        description:
          "It is longer than \(limit) characters or holds control characters. Shorten or retype it."
      )
    }
  }

  private func formViolations(_ form: AddressForm, _ path: String) -> [Violation] {
    var violations: [Violation] = []
    if !region.isEmpty, !form.regions.contains(region) {
      violations.append(
        Violation(
          field: "\(path).region",
          reason: "INVALID_REGION",
          description:
            "It is no \(form.regionNoun) of \(countryCode). Give the two letters, such as \(form.regionExample)."
        )
      )
    }
    if !postalCode.isEmpty, let problem = form.problem(ofPostalCode: postalCode, region: region) {
      violations.append(
        Violation(field: "\(path).postal_code", reason: "INVALID_POSTAL_CODE", description: problem)
      )
    }
    if !buildingNumber.isEmpty, !buildingNumber.contains(where: \.isNumber) {
      violations.append(
        Violation(
          field: "\(path).building_number",
          reason: "INVALID_BUILDING_NUMBER",
          description: "It has no digit. Give the number of the building, such as 12, 12A or 12 1/2."
        )
      )
    }
    return violations
  }
}
