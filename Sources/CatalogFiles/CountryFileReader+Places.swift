import Foundation
import Telephony
import Yams

extension CountryFileReader {
  /// The form of emergency addresses.
  mutating func address() -> AddressRules {
    let (forms, example) = postalCode()
    let rules = AddressRules(
      fields: named("address_fields", "field", AddressFieldName.init(rawValue:))
        .map { AddressFieldRule($0, $1) },
      postalCodeForms: forms,
      postalCodeExample: example,
      regions: regions(),
      needsInformation: flag("emergency_information")
    )
    if !forms.isEmpty, !rules.accepts(postalCode: example) {
      note("has an example that has none of its forms.", "postal_code")
    }
    let isRegionRequired = rules.fields.contains { $0.field == .region && $0.necessity == .required }
    if isRegionRequired, rules.regions.isEmpty {
      note("requires a region, but there is no rule regions.", "address_fields")
    }
    return rules
  }

  private mutating func postalCode() -> (forms: [PostalCodeForm], example: String) {
    guard let rule = rule("postal_code") else { return ([], "") }
    return reading(rule) { file in
      guard let parts = file.section(rule.value, key: rule.key, known: ["forms", "example"]) else {
        return ([], "")
      }
      let forms = parts["forms"].map { file.elements($0, key: "\(rule.key).forms") } ?? []
      return (
        forms.compactMap { file.word($0, key: "\(rule.key).forms", PostalCodeForm.init(_:)) },
        file.text(parts["example"], key: "\(rule.key).example", at: rule.value)
      )
    }
  }

  /// `NJ: New Jersey`, or with what its postal codes begin with, `ON: {name: Ontario, postal: [K, L]}`.
  private mutating func regions() -> [Region] {
    guard let rule = rule("regions") else { return [] }
    return reading(rule) { file in
      guard let mapping = rule.value.mapping else {
        file.note("is no section of codes and names.", at: rule.value, key: rule.key)
        return []
      }
      return mapping.compactMap { code, node in
        let code = code.string ?? ""
        let key = "\(rule.key).\(code)"
        guard code.isRegionCode else {
          file.note("is no code of a region, such as NJ.", at: node, key: key)
          return nil
        }
        guard node.mapping != nil else {
          return Region(code: code, displayName: file.text(node, key: key, at: node))
        }
        guard let parts = file.section(node, key: key, known: ["name", "postal"]) else { return nil }
        let prefixes = parts["postal"].map { file.elements($0, key: "\(key).postal") } ?? []
        return Region(
          code: code,
          displayName: file.text(parts["name"], key: "\(key).name", at: node),
          postalPrefixes: prefixes.compactMap { file.word($0, key: "\(key).postal") { $0 } }
        )
      }
    }
  }

  /// Which first digits tell which time zone.
  mutating func numberTimeZones() -> [NumberTimeZone] {
    entries("number_time_zones") { file, node, key in
      guard let parts = file.section(node, key: key, known: ["zone", "prefixes"]),
        let zone = parts["zone"].flatMap({
          file.word($0, key: "\(key).zone") { TimeZone(identifier: $0) == nil ? nil : $0 }
        }),
        let prefixes = parts["prefixes"].map({ file.elements($0, key: "\(key).prefixes") })
      else {
        file.note("has not the zone and prefixes of an entry.", at: node, key: key)
        return nil
      }
      return NumberTimeZone(
        timeZone: zone,
        prefixes: prefixes.compactMap { file.word($0, key: "\(key).prefixes") { Int($0) == nil ? nil : $0 } }
      )
    }
  }

  /// Public holidays, in the order of the file.
  mutating func holidays() -> [PublicHoliday] {
    let holidays = entries("holidays") { file, node, key -> PublicHoliday? in
      guard let parts = file.section(node, key: key, known: ["name", "dates", "regions"]) else { return nil }
      let name = file.text(parts["name"], key: "\(key).name", at: node)
      guard let dateNode = parts["dates"] else {
        file.note("is missing.", at: node, key: "\(key).dates")
        return nil
      }
      let dates = file.elements(dateNode, key: "\(key).dates")
        .compactMap { file.word($0, key: "\(key).dates", CivilDate.init(_:)) }
      if dates != Set(dates).sorted() {
        file.note("are not in order, or one is there twice.", at: dateNode, key: "\(key).dates")
      }
      let regions = parts["regions"].map { file.elements($0, key: "\(key).regions") } ?? []
      return PublicHoliday(
        displayName: name,
        dates: dates,
        regions: regions.compactMap { file.word($0, key: "\(key).regions") { $0.isRegionCode ? $0 : nil } }
      )
    }
    return holidays
  }
}
