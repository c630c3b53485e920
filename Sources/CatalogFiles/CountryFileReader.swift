import Foundation
import ServiceKit
import Telephony
import Yams

/// Reads the rules of a country; every rule must be there, be known, be possible, and say where it comes from.
struct CountryFileReader {
  /// What an assisted order asks for; self-service has no such rules.
  private static let assistedRuleNames = [
    "applicant_fields", "documents", "review_business_days", "action_required",
  ]
  private static let optionalRuleNames = ["regions", "regions_without_holidays", "number_time_zones"]

  private(set) var file: RuleFile
  private let rules: [String: GivenRule]
  /// Values are read with the file that gives them, so that what is wrong is named where it stands.
  private var readers: [String: YAMLFile] = [:]

  init(path: String, shared: inout SharedRules) {
    var file = RuleFile(path: path, fields: ["country_code", "display_name"])
    rules = shared.rules(of: &file)
    self.file = file
  }

  var problems: [ConfigurationProblem] {
    file.problems + readers.sorted { $0.key < $1.key }.flatMap(\.value.problems)
  }

  /// The country; nil, and what is wrong in `problems`.
  mutating func country() -> Country? {
    guard file.root != nil, file.head["rules"] != nil else { return nil }
    let code = code()
    let displayName = file.text("display_name")
    noteMissing()
    let country = Country(
      code: code,
      displayName: displayName,
      ordering: word("ordering", Country.Ordering.init(rawValue:)) ?? .assisted,
      numberTypes: list("number_types") { text in NumberType.allCases.first { $0.description == text } },
      blockSizes: list("block_sizes", Self.count),
      maximumNumbersPerOrder: word("max_numbers_per_order", Self.count) ?? 0,
      offersTollFree: flag("toll_free"),
      offersServiceNumbers: flag("service_numbers"),
      timeZones: list("time_zones") { TimeZone(identifier: $0) == nil ? nil : $0 },
      application: application(),
      porting: porting(),
      address: address(),
      holidays: holidays(),
      regionsWithoutHolidays: list("regions_without_holidays") { $0.isRegionCode ? $0 : nil },
      numberTimeZones: numberTimeZones(),
      useLimits: list("use_limits", UseLimit.init(rawValue:)),
      sources: RuleFile.ruleNames.compactMap { rules[$0]?.source }
    )
    check(country)
    return problems.isEmpty ? country : nil
  }

  private mutating func code() -> String {
    let code = file.text("country_code")
    let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
    let isCode = code.utf8.count == 2 && code.utf8.allSatisfy { (0x41...0x5a).contains($0) }
    if !code.isEmpty, !isCode || name != "\(code.lowercased()).yaml" {
      file.note(
        "is not the upper-case code of the file's name, such as US in us.yaml.",
        at: file.head["country_code"],
        key: "country_code"
      )
    }
    return code
  }

  private mutating func noteMissing() {
    let isAssisted = rules["ordering"]?.value.string != Country.Ordering.selfService.rawValue
    let dispensable = Self.optionalRuleNames + (isAssisted ? [] : Self.assistedRuleNames)
    for name in RuleFile.ruleNames where rules[name] == nil && !dispensable.contains(name) {
      // A rule that is there and wrong was noted already.
      guard !problems.contains(where: { $0.key.hasPrefix("rules.\(name)") }) else { continue }
      file.note(
        "is missing. Give its value, its source and since when it holds, or name a file of shared with like.",
        at: file.head["rules"],
        key: "rules.\(name)"
      )
    }
  }

  /// What no rule shows alone.
  private mutating func check(_ country: Country) {
    for problem in country.porting.schedule.problems(types: country.porting.types) {
      note("\(problem).", "port_lead_times")
    }
    let hours = country.porting.hours
    for (earlier, later) in zip(hours, hours.dropFirst()) where later.startMinutes < earlier.endMinutes {
      note("has windows that overlap or stand in the wrong order.", "port_hours")
    }
    if country.offersTollFree != country.numberTypes.contains(.tollFree) {
      note("disagrees with number_types about TOLL_FREE.", "toll_free")
    }
    let regions = Set(country.address.regions.map(\.code))
    let strangers = Set(country.holidays.flatMap(\.regions)).subtracting(regions).sorted()
    if !regions.isEmpty, !strangers.isEmpty {
      note("names \(strangers.joined(separator: ", ")), not among the regions.", "holidays")
    }
    if !regions.isEmpty, !country.regionsWithoutHolidays.isEmpty {
      note("says again what regions says. Give one of them.", "regions_without_holidays")
    }
    let contradictory = Set(country.holidays.flatMap(\.regions)).intersection(country.regionsWithoutHolidays)
    if !contradictory.isEmpty {
      let codes = contradictory.sorted().joined(separator: ", ")
      note("names \(codes), which have holidays of their own.", "regions_without_holidays")
    }
  }

  static func count(_ text: String) -> Int? {
    Int(text).flatMap { (1...10_000).contains($0) ? $0 : nil }
  }
}

// MARK: - Values
extension CountryFileReader {
  func rule(_ name: String) -> GivenRule? { rules[name] }

  /// Reads with the file of a rule.
  mutating func reading<Value>(_ rule: GivenRule, _ read: (inout YAMLFile) -> Value) -> Value {
    var reader = readers[rule.path] ?? YAMLFile(path: rule.path)
    defer { readers[rule.path] = reader }
    return read(&reader)
  }

  mutating func note(_ message: String, _ name: String, at node: Node? = nil) {
    guard let rule = rules[name] else { return }
    reading(rule) { $0.note(message, at: node ?? rule.value, key: rule.key) }
  }

  mutating func word<Value>(_ name: String, _ parse: (String) -> Value?) -> Value? {
    guard let rule = rules[name] else { return nil }
    return reading(rule) { $0.word(rule.value, key: rule.key, parse) }
  }

  mutating func flag(_ name: String) -> Bool { word(name, Bool.init) ?? false }

  mutating func list<Value>(
    _ name: String,
    mayBeEmpty: Bool = false,
    _ parse: (String) -> Value?
  ) -> [Value] {
    entries(name, mayBeEmpty: mayBeEmpty) { file, node, key in file.word(node, key: key, parse) }
  }

  /// The elements of a list, each read by itself.
  mutating func entries<Value>(
    _ name: String,
    mayBeEmpty: Bool = false,
    _ read: (inout YAMLFile, Node, String) -> Value?
  ) -> [Value] {
    guard let rule = rules[name] else { return [] }
    return reading(rule) { file in
      file.elements(rule.value, key: rule.key, mayBeEmpty: mayBeEmpty)
        .compactMap { read(&file, $0, rule.key) }
    }
  }
}
