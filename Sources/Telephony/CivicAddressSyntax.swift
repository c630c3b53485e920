extension CivicAddress {
  /// What is wrong with its form in its country, field by field; empty when the form is right. Whether the address
  /// exists is for a validator to say (domain.md section 6: `syntax` comes before `validated`).
  ///
  /// - Parameters:
  ///   - rules: of the country in which it has to lie.
  ///   - path: the field that holds the address, such as `address`.
  public func syntaxViolations(rules: AddressRules, path: String) -> [Violation] {
    let countryViolations =
      countryCode.isEmpty ? [Violation.required("\(path).country_code", "the country, such as US")] : []
    return countryViolations
      + AddressFieldName.allCases.compactMap { field in
        requiredViolation(field, rules, path) ?? textViolation(field, path)
          ?? formViolation(field, rules, path)
      }
  }

  private func text(_ field: AddressFieldName) -> String {
    switch field {
    case .street: street
    case .buildingNumber: buildingNumber
    case .city: city
    case .postalCode: postalCode
    case .region: region
    case .unit: unit
    case .floor: floor
    case .room: room
    }
  }

  private func requiredViolation(_ field: AddressFieldName, _ rules: AddressRules, _ path: String)
    -> Violation?
  {
    guard rules.fields.contains(AddressFieldRule(field)), text(field).allSatisfy(\.isWhitespace)
    else { return nil }
    return .required("\(path).\(field.rawValue)", field.meaning)
  }

  private func textViolation(_ field: AddressFieldName, _ path: String) -> Violation? {
    let text = text(field)
    guard text.count > field.maximumCharacters || text.unicodeScalars.contains(where: { $0.isControl })
    else { return nil }
    return Violation(
      field: "\(path).\(field.rawValue)",
      reason: "INVALID_TEXT",
      description:
        "It is longer than \(field.maximumCharacters) characters or holds control characters. Shorten or retype it."
    )
  }

  private func formViolation(_ field: AddressFieldName, _ rules: AddressRules, _ path: String) -> Violation? {
    let violation = { (reason: String, description: String) in
      Violation(field: "\(path).\(field.rawValue)", reason: reason, description: description)
    }
    guard !text(field).isEmpty else { return nil }
    switch field {
    case .region:
      return rules.regionProblem(region).map { violation("INVALID_REGION", $0) }
    case .postalCode:
      return rules.postalCodeProblem(postalCode, region: region).map { violation("INVALID_POSTAL_CODE", $0) }
    case .buildingNumber where !buildingNumber.contains(where: \.isNumber):
      return violation(
        "INVALID_BUILDING_NUMBER",
        "It has no digit. Give the number of the building, such as 12, 12A or 12 1/2."
      )
    case .buildingNumber, .street, .city, .unit, .floor, .room:
      return nil
    }
  }
}

extension AddressRules {
  fileprivate func regionProblem(_ code: String) -> String? {
    guard let example = regions.first?.code, !regions.contains(where: { $0.code == code }) else { return nil }
    return "It is no state, province or region of the country. Give its code, such as \(example)."
  }

  fileprivate func postalCodeProblem(_ code: String, region: String) -> String? {
    guard !postalCodeForms.isEmpty, !accepts(postalCode: code, region: region) else { return nil }
    guard accepts(postalCode: code) else {
      return "It is no postal code of the country. Give one of its form, such as \(postalCodeExample)."
    }
    let prefixes = regions.first { $0.code == region }?.postalPrefixes ?? []
    return "Postal codes of \(region) begin with \(prefixes.joined(separator: " or ")). "
      + "Correct the code or the region."
  }
}

extension AddressFieldName {
  fileprivate var meaning: String {
    switch self {
    case .street: "the street with its type, such as Main St"
    case .buildingNumber: "the building number, such as 12 or 12A"
    case .city: "the city"
    case .postalCode: "the postal code"
    case .region: "the code of the state, province or region"
    case .unit: "the suite or apartment"
    case .floor: "the floor"
    case .room: "the room"
    }
  }

  // NENA 02-014 gives the lengths that emergency databases hold.
  fileprivate var maximumCharacters: Int {
    switch self {
    case .street, .unit, .floor, .room: 60
    case .buildingNumber, .postalCode, .region: 10
    case .city: 32
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool { value < 32 || value == 127 }
}
