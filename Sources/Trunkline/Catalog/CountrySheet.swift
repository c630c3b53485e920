import Messages

/// The rules of a country for people.
enum CountrySheet {
  static func rules(_ country: CatalogV1.Country) -> String {
    var sheet = Sheet()
    sheet.add("country", "\(country.countryCode), \(country.displayName)")
    sheet.add("ordering", country.ordering.name)
    sheet.add("numbers", country.numberTypes.joined(separator: ", "))
    sheet.add("blocks of", country.blockSizes.map { "\($0)" }.joined(separator: ", "))
    sheet.add("toll-free", country.tollFree ? "yes" : "no")
    sheet.add("service numbers", country.serviceNumbers ? "yes" : "no")
    sheet.add("limits of use", country.useLimits.map(\.name).joined(separator: ", "))
    sheet.add("applicant gives", country.applicantFields.joined(separator: ", "))
    sheet.add("documents", country.newNumberDocuments.map(line).joined(separator: ", "))
    let days = "\(country.reviewDaysEarliest) to \(country.reviewDaysLatest) business days"
    sheet.add("review", country.reviewDaysLatest > 0 ? days : "")
    sheet.add("port hours", "\(hours(country)), \(country.timeZones.first ?? "")")
    let cutOff = country.portCutOffTime
    sheet.add("port submitted", cutOff.isEmpty ? "" : "before \(cutOff) to count as of that day")
    for row in country.portLeadTimes { sheet.add("port \(row.portType)", line(row)) }
    sheet.add(
      "port asks for",
      country.portFields.map { line($0.field, $0.necessity) }.joined(separator: ", ")
    )
    sheet.add("port documents", country.portDocuments.map(line).joined(separator: ", "))
    sheet.add("letter of agency", country.letterForm == .signedHere ? "signed here" : "the country's form")
    sheet.add("portability", country.portabilityAnswer == .later ? "answered later" : "answered at once")
    let fields = country.addressFields.map { line($0.field, $0.necessity) }
    sheet.add("emergency address", fields.joined(separator: ", "))
    sheet.add(
      "postal code",
      "\(country.postalCodeForms.joined(separator: ", ")), as \(country.postalCodeExample)"
    )
    return sheet.text
  }

  static func sources(_ country: CatalogV1.Country) -> String {
    var table = Table("rule", "since", "source")
    for rule in country.ruleSources { table.add(rule.rule, rule.since, rule.source) }
    return table.text
  }

  static func holidays(_ country: CatalogV1.Country, year: Int) -> String {
    let days = country.publicHolidays.flatMap { holiday in
      holiday.dates.filter { $0.hasPrefix("\(year)-") }.map { ($0, holiday) }
    }
    var table = Table("day", "holiday", "regions")
    for (day, holiday) in days.sorted(by: { $0.0 < $1.0 }) {
      table.add(
        day,
        holiday.displayName,
        holiday.regions.isEmpty ? "all" : holiday.regions.joined(separator: " ")
      )
    }
    return table.text
  }

  static func hours(_ country: CatalogV1.Country) -> String {
    let hours = country.portHours.map { "\($0.startTime)-\($0.endTime)" }.joined(separator: ", ")
    return country.portHoursFixed ? hours : "\(hours) (not fixed)"
  }

  private static func line(_ row: CatalogV1.PortLeadTime) -> String {
    let conditions = [
      row.upToNumbers > 0 ? "up to \(row.upToNumbers) numbers" : "",
      row.directDialIn ? "direct dial-in" : "", row.donor == .unspecified ? "" : row.donor.name,
    ].filter { !$0.isEmpty }
    let times =
      "from \(row.businessDays) business days, canceled until \(row.cancellationBusinessDays) before"
    return conditions.isEmpty ? times : "\(times) (\(conditions.joined(separator: ", ")))"
  }

  private static func line(_ document: CatalogV1.DocumentRule) -> String {
    let limits = [document.age] + document.formats
    let text = limits.filter { !$0.isEmpty }.joined(separator: " ")
    return line(document.kind, document.necessity) + (text.isEmpty ? "" : " (\(text))")
  }

  private static func line(_ name: String, _ necessity: CatalogV1.Necessity) -> String {
    necessity == .required ? name : "\(name) \(necessity.name.lowercased().replacing("_", with: " "))"
  }
}
