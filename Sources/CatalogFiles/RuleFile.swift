import ServiceKit
import Telephony
import Yams

/// A rule as a file gives it: its value, and where it comes from.
struct GivenRule {
  let name: String
  let value: Node
  let source: RuleSource
  /// The file that gives it.
  let path: String

  var key: String { "rules.\(name).value" }
}

/// A file with rules: of a country, or shared by several.
struct RuleFile {
  static let ruleNames = [
    "ordering", "number_types", "block_sizes", "max_numbers_per_order", "toll_free", "service_numbers",
    "time_zones", "applicant_fields", "documents", "review_business_days", "action_required",
    "emergency_information", "port_types", "port_lead_times", "port_hours", "port_hours_fixed",
    "portability_answer", "messaging_moves_along", "completion_notice", "letter_form", "port_fields",
    "port_documents", "address_fields", "postal_code", "regions", "holidays",
    "regions_without_holidays", "number_time_zones", "port_cut_off", "use_limits",
  ]
  private static let ruleFields = ["value", "source", "since"]

  /// What stands above the rules.
  private(set) var head: [String: Node] = [:]
  private(set) var rules: [String: GivenRule] = [:]
  private(set) var root: Node?
  private var file: YAMLFile

  /// - Parameter fields: that stand above the rules.
  init(path: String, fields: [String]) {
    file = YAMLFile(path: path)
    root = file.compose()
    guard let root, let head = file.section(root, key: "", known: fields + ["like", "rules"]) else { return }
    self.head = head
    guard let rules = head["rules"] else {
      file.note("is missing. Give a section with the rules.", at: root, key: "rules")
      return
    }
    for (name, node) in file.section(rules, key: "rules", known: Self.ruleNames) ?? [:] {
      self.rules[name] = rule(name, node)
    }
  }

  var path: String { file.path }
  var problems: [ConfigurationProblem] { file.problems }
  /// The name of the file whose rules it takes over; nil for none.
  var base: String? { head["like"]?.scalar?.string }

  mutating func note(_ message: String, at node: Node?, key: String) {
    file.note(message, at: node ?? root, key: key)
  }

  mutating func text(_ key: String) -> String {
    guard let root else { return "" }
    return file.text(head[key], key: key, at: root)
  }

  private mutating func rule(_ name: String, _ node: Node) -> GivenRule? {
    let key = "rules.\(name)"
    guard let parts = file.section(node, key: key, known: Self.ruleFields) else { return nil }
    let source = file.text(parts["source"], key: "\(key).source", at: node)
    let since = file.text(parts["since"], key: "\(key).since", at: node)
    let date = CivilDate(since)
    if !since.isEmpty, date == nil {
      file.note("is no day, such as 2026-11-23.", at: parts["since"], key: "\(key).since")
    }
    guard let value = parts["value"] else {
      file.note("is missing.", at: node, key: "\(key).value")
      return nil
    }
    guard let date else { return nil }
    return GivenRule(
      name: name,
      value: value,
      source: RuleSource(rule: name, source: source, since: date),
      path: path
    )
  }
}
