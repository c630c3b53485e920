import Telephony

// domain.md sections 3 and 4: sizes and types.
extension OrderCheck {
  func sizeViolations() -> [Violation] {
    if case .block(let size, _) = request.wish {
      guard let sizes = country?.blockSizes, !sizes.contains(size) else { return [] }
      let allowed = sizes.sorted().map(String.init).joined(separator: ", ")
      return [
        Violation(field: "order.block.size", reason: "BLOCK_SIZE", description: "Give one of \(allowed).")
      ]
    }
    let limit = country?.largestOrder ?? 100
    // The limit is one of standard numbers; toll-free ones do not count (domain.md section 4).
    guard wantedCount - tollFreeCount > limit else { return [] }
    return [
      Violation(
        field: selectionField,
        reason: "ORDER_TOO_LARGE",
        description:
          "It asks for \(wantedCount) numbers; an order takes at most \(limit). Order them in parts."
      )
    ]
  }

  func typeViolations() -> [Violation] {
    guard let country else { return [] }
    switch request.wish {
    case .none, .contradictory: return []
    case .reservation, .specific:
      guard country.kind == .assisted else { return countryViolations() }
      return [
        Violation(
          field: selectionField,
          reason: "QUANTITY_REQUIRED",
          description:
            "Numbers of this country are ordered by quantity and reviewed. Give a quantity and its type."
        )
      ]
    case .quantity(_, let criteria), .block(_, let criteria): return criteriaViolations(criteria, country)
    }
  }

  private func countryViolations() -> [Violation] {
    guard let location, let codes = reservation?.countryCodes, !codes.isSubset(of: [location.countryCode])
    else {
      return []
    }
    return [
      Violation(
        field: selectionField,
        reason: "COUNTRY_MISMATCH",
        description: "Numbers for the location are of its country, \(location.countryCode). Choose others."
      )
    ]
  }

  private func criteriaViolations(_ criteria: NumberCriteria, _ country: CountryTerms) -> [Violation] {
    let path = "\(selectionField).criteria"
    var violations: [Violation] = []
    if let location, criteria.countryCode != location.countryCode {
      violations.append(
        Violation(
          field: "\(path).country_code",
          reason: "COUNTRY_MISMATCH",
          description: "Numbers for the location are of its country. Give \(location.countryCode)."
        )
      )
    }
    let types = country.numberTypes.sorted { $0.rawValue < $1.rawValue }.map(\.description)
    if criteria.type == nil, country.kind == .assisted {
      violations.append(
        .required("\(path).number_type", "the type of the numbers, \(types.joined(separator: " or "))")
      )
    }
    // Toll-free has a reason of its own.
    if let type = criteria.type, type != .tollFree, !country.numberTypes.contains(type) {
      violations.append(
        Violation(
          field: "\(path).number_type",
          reason: "NUMBER_TYPE_UNAVAILABLE",
          description: "The country has no new numbers of this type. Give \(types.joined(separator: " or "))."
        )
      )
    }
    return violations
  }

  // domain.md section 3: toll-free numbers singly, and only at locations in countries that have them.
  func tollFreeViolations() -> [Violation] {
    guard location != nil, tollFreeCount > 0 else { return [] }
    // Of what is not known the one that allows less.
    if country?.offersTollFree != true {
      return [
        Violation(
          field: "order.location",
          reason: "TOLL_FREE_UNAVAILABLE",
          description: "The location's country has no toll-free numbers. Choose a location in one that has."
        )
      ]
    }
    guard isBlock else { return [] }
    return [
      Violation(
        field: selectionField,
        reason: "TOLL_FREE_BLOCK",
        description: "Toll-free numbers are not sold as a block. Order them singly."
      )
    ]
  }
}
