import Telephony

// What the losing carrier and the country ask for (domain.md section 7).
extension PreFlight {
  var accountViolations: [Violation] {
    let account = order.wish.account
    // Every carrier compares these with its record of the customer.
    let always = [
      ("billing_number", account.billingNumber, "the billing telephone number (BTN)"),
      ("authorized_name", account.authorizedName, "who authorizes the port"),
      ("company_name", account.companyName, "the company name with the previous carrier"),
    ]
    .filter(\.1.isEmpty).map { Violation.required("details.\($0.0)", $0.2) }
    let addresses = account.contactEmails.enumerated().compactMap { index, text in
      PortField.contactEmail.violation(
        text,
        country: site?.countryCode ?? order.countryCode,
        field: "details.contact_emails[\(index)]"
      )
    }
    return always + addressViolations + addresses + rules.fields.flatMap(fieldViolations)
  }

  /// Of the address of the service, wherever one is given: the losing carrier compares it.
  private var addressViolations: [Violation] {
    guard let address = order.wish.account.serviceAddress, let addressRules else { return [] }
    let path = "details.service_address"
    guard address.countryCode == order.countryCode else {
      return [
        Violation(
          field: "\(path).country_code",
          reason: "COUNTRY_MISMATCH",
          description:
            "The service is in the country of its numbers. Give an address in \(order.countryCode)."
        )
      ]
    }
    return address.syntaxViolations(rules: addressRules, path: path)
  }

  private func fieldViolations(_ rule: PortFieldRule) -> [Violation] {
    let account = order.wish.account
    switch rule.field {
    case .telephoneNumbers: return []
    case .serviceAddress:
      guard rule.necessity == .required, account.serviceAddress == nil else { return [] }
      return [.required("details.service_address", "where the service is, as the losing carrier knows it")]
    case .accountNumber: return check(rule, account.accountNumber, "details.account_number")
    case .pin: return check(rule, account.pin, "details.pin")
    case .contactEmail:
      guard rule.necessity == .required, account.contactEmails.isEmpty else { return [] }
      return [.required("details.contact_emails", "at least one address for notices")]
    case .rio: return statementViolations(rule)
    default:
      let value = account.values.first { $0.field == rule.field.rawValue }
      return check(rule, value?.text ?? "", "details.values.\(rule.field.rawValue)")
    }
  }

  private func check(_ rule: PortFieldRule, _ text: String, _ field: String) -> [Violation] {
    guard !text.isEmpty else {
      return rule.necessity == .required ? [.required(field, rule.field.rawValue)] : []
    }
    return [rule.field.violation(text, country: site?.countryCode ?? order.countryCode, field: field)]
      .compactMap { $0 }
  }

  /// Each number has its RIO, whose last three characters are computed from both.
  private func statementViolations(_ rule: PortFieldRule) -> [Violation] {
    order.telephoneNumbers.compactMap { number in
      let values = order.wish.account.values.filter { $0.field == PortField.rio.rawValue }
      let value = values.first { $0.phoneNumber == number.e164 } ?? values.first { $0.phoneNumber.isEmpty }
      let field = "details.values.RIO[\(number.e164)]"
      guard let text = value?.text, !text.isEmpty else {
        return .required(field, "its RIO, which a call to 3179 from the number tells")
      }
      guard !OperatorIdentityStatement.matches(text, number: number) else { return nil }
      return Violation(
        field: field,
        reason: "INVALID_RIO",
        description:
          "It is not the RIO of the number: its check characters differ. Call 3179 from the number."
      )
    }
  }

  var documentViolations: [Violation] {
    let needed = rules.documents.filter { $0.necessity == .required }.map(\.kind.rawValue)
    let missing = (needed + order.requestedDocuments).filter { kind in
      !order.documents.contains { $0.kind.rawValue == kind }
    }
    // How old they may be is counted from the upload, and was checked then (section 7).
    return missing.map { Violation.document($0, "DOCUMENT_REQUIRED", "It is asked for. Upload it.") }
      + letterViolations
  }

  private var letterViolations: [Violation] {
    let names = order.signedNumbers.map { Set($0).isSuperset(of: order.telephoneNumbers) } ?? true
    let says = order.signedTerms.map { $0 == order.letterTerms } ?? true
    guard !names || !says else { return [] }
    return [
      .document(
        PortDocument.letterOfAgency.rawValue,
        "LETTER_OUTDATED",
        "Numbers, the billing number, a name or the address have changed since it was signed. Sign it again."
      )
    ]
  }
}

extension Violation {
  fileprivate static func document(_ kind: String, _ reason: String, _ description: String) -> Violation {
    Violation(field: "documents.\(kind)", reason: reason, description: description)
  }
}
