import Foundation
import ProviderCatalogRules
import ServiceKit
import Telephony
import Yams

/// Reads the rules of a country from its file; every rule must be there, be known, and say where it comes from.
struct CountryFileReader {
  private static let fields = ["country_code", "display_name", "rules"]
  private static let ruleNames = [
    "ordering", "number_types", "block_sizes", "max_numbers_per_order", "toll_free", "service_numbers",
    "time_zones",
  ]
  /// What an assisted order asks for; self-service has no such rules.
  private static let assistedRuleNames = [
    "applicant_fields", "documents", "address_proof_age", "review_business_days", "action_required",
    "emergency_information",
  ]
  private static let optionalRuleNames = ["holidays"]

  let path: String
  private(set) var problems: [ConfigurationProblem] = []
  private var sources: [String] = []

  init(path: String) {
    self.path = path
  }

  /// The country, or nil and what is wrong in `problems`.
  mutating func country() -> Country? {
    guard let root = compose() else { return nil }
    guard let fields = section(root, key: "", known: Self.fields) else { return nil }
    let code = code(fields["country_code"], at: root)
    let displayName = text(fields["display_name"], key: "display_name", at: root)
    guard let rules = fields["rules"] else {
      note("is missing. Give a section with the rules.", at: root, key: "rules")
      return nil
    }
    let known = Self.ruleNames + Self.assistedRuleNames + Self.optionalRuleNames
    guard let ruleNodes = section(rules, key: "rules", known: known) else { return nil }
    let country = country(code, displayName, values: values(of: ruleNodes, at: rules))
    return problems.isEmpty ? country : nil
  }

  private mutating func country(_ code: String, _ displayName: String, values: [String: Node]) -> Country {
    Country(
      code: code,
      displayName: displayName,
      ordering: word(values, "ordering", Country.Ordering.init(rawValue:)) ?? .assisted,
      numberTypes: list(values, "number_types") { text in
        NumberType.allCases.first { $0.description == text }
      },
      blockSizes: list(values, "block_sizes", Self.count),
      maximumNumbersPerOrder: word(values, "max_numbers_per_order", Self.count) ?? 0,
      offersTollFree: word(values, "toll_free", Bool.init) ?? false,
      offersServiceNumbers: word(values, "service_numbers", Bool.init) ?? false,
      timeZones: list(values, "time_zones") { TimeZone(identifier: $0) == nil ? nil : $0 },
      application: application(values),
      holidays: list(values, "holidays", CivilDate.init(_:)),
      sources: sources
    )
  }

  private mutating func application(_ values: [String: Node]) -> ApplicationRules {
    let days = list(values, "review_business_days", mayBeEmpty: true, Self.count)
    if !days.isEmpty, days.count != 2 || days[0] > days[1] {
      note(
        "is not [fewest, most], nor [] where no time is stated.",
        at: values["review_business_days"],
        key: "rules.review_business_days.value"
      )
    }
    return ApplicationRules(
      applicantFields: list(values, "applicant_fields", mayBeEmpty: true, ApplicantField.init(rawValue:)),
      documents: list(values, "documents", mayBeEmpty: true, DocumentKind.init(rawValue:)),
      addressProofAge: word(values, "address_proof_age", AddressProofAge.init(rawValue:))
        ?? .atMostThreeMonths,
      reviewBusinessDays: days.count == 2 && days[0] <= days[1] ? days[0]...days[1] : nil,
      hasActionRequired: word(values, "action_required", Bool.init) ?? false,
      needsEmergencyInformation: word(values, "emergency_information", Bool.init) ?? false
    )
  }

  private static func count(_ text: String) -> Int? {
    Int(text).flatMap { (1...10_000).contains($0) ? $0 : nil }
  }
}

// MARK: - Rules
extension CountryFileReader {
  /// The value of each rule; its source is noted.
  private mutating func values(of rules: [String: Node], at parent: Node) -> [String: Node] {
    var values: [String: Node] = [:]
    let isAssisted = rules["ordering"]?["value"]?.string == Country.Ordering.assisted.rawValue
    let required = Self.ruleNames + (isAssisted ? Self.assistedRuleNames : [])
    let given = (Self.assistedRuleNames + Self.optionalRuleNames).filter { rules[$0] != nil }
    for name in required + given.filter({ !required.contains($0) }) {
      let key = "rules.\(name)"
      guard let rule = rules[name] else {
        note("is missing. Give its value and its source.", at: parent, key: key)
        continue
      }
      guard let parts = section(rule, key: key, known: ["value", "source"]) else { continue }
      let source = text(parts["source"], key: "\(key).source", at: rule)
      sources.append("\(name): \(source)")
      values[name] = parts["value"]
      if parts["value"] == nil { note("is missing.", at: rule, key: "\(key).value") }
    }
    return values
  }

  private mutating func word<Value>(
    _ values: [String: Node],
    _ name: String,
    _ parse: (String) -> Value?
  ) -> Value? {
    guard let node = values[name] else { return nil }
    if let text = node.scalar?.string, let value = parse(text) { return value }
    note("is not a value that this rule takes.", at: node, key: "rules.\(name).value")
    return nil
  }

  private mutating func list<Value>(
    _ values: [String: Node],
    _ name: String,
    mayBeEmpty: Bool = false,
    _ parse: (String) -> Value?
  ) -> [Value] {
    guard let node = values[name] else { return [] }
    guard let nodes = node.sequence, mayBeEmpty || !nodes.isEmpty else {
      note("is no list with at least one value.", at: node, key: "rules.\(name).value")
      return []
    }
    return nodes.compactMap { word([name: $0], name, parse) }
  }
}

// MARK: - YAML
extension CountryFileReader {
  private mutating func compose() -> Node? {
    guard let data = FileManager.default.contents(atPath: path) else {
      note("cannot be read.", at: nil, key: "")
      return nil
    }
    do {
      if let node = try Yams.compose(yaml: String(decoding: data, as: UTF8.self)) { return node }
      note("is empty.", at: nil, key: "")
    } catch {
      note("is no YAML: \(error)", at: nil, key: "")
    }
    return nil
  }

  /// The fields of a section; unknown ones are refused.
  private mutating func section(_ node: Node, key: String, known: [String]) -> [String: Node]? {
    guard let mapping = node.mapping else {
      note("is no section with \(known.joined(separator: ", ")).", at: node, key: key)
      return nil
    }
    var fields: [String: Node] = [:]
    for (name, value) in mapping {
      let text = name.scalar?.string ?? ""
      if known.contains(text) {
        fields[text] = value
      } else {
        let place = key.isEmpty ? text : "\(key).\(text)"
        note("is unknown. Known here: \(known.joined(separator: ", ")).", at: name, key: place)
      }
    }
    return fields
  }

  private mutating func code(_ node: Node?, at parent: Node) -> String {
    let code = text(node, key: "country_code", at: parent)
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let isCode = code.utf8.count == 2 && code.utf8.allSatisfy { (0x41...0x5a).contains($0) }
    if !code.isEmpty, !isCode || file != "\(code.lowercased()).yaml" {
      note(
        "is not the upper-case code of the file's name, such as US in us.yaml.",
        at: node,
        key: "country_code"
      )
    }
    return code
  }

  private mutating func text(_ node: Node?, key: String, at parent: Node) -> String {
    if let text = node?.scalar?.string, text.contains(where: { !$0.isWhitespace }) { return text }
    note("is missing or empty. Give a text.", at: node ?? parent, key: key)
    return ""
  }

  private mutating func note(_ message: String, at node: Node?, key: String) {
    let line = node?.mark?.line
    problems.append(ConfigurationProblem(origin: path, line: line, key: key, message: message))
  }
}
