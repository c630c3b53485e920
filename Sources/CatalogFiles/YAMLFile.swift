import Foundation
import ServiceKit
import Yams

/// A file of data that is read strictly: whatever is wrong is noted with file and line, and reading goes on.
struct YAMLFile {
  let path: String
  private(set) var problems: [ConfigurationProblem] = []

  init(path: String) {
    self.path = path
  }

  /// The root of the file; nil when it has none.
  mutating func compose() -> Node? {
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
  mutating func section(_ node: Node, key: String, known: [String]) -> [String: Node]? {
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

  /// A text that must be there.
  mutating func text(_ node: Node?, key: String, at parent: Node) -> String {
    if let text = node?.scalar?.string, text.contains(where: { !$0.isWhitespace }) { return text }
    note("is missing or empty. Give a text.", at: node ?? parent, key: key)
    return ""
  }

  /// One value of a known form.
  mutating func word<Value>(_ node: Node, key: String, _ parse: (String) -> Value?) -> Value? {
    if let text = node.scalar?.string, let value = parse(text) { return value }
    note("is not a value that is taken here.", at: node, key: key)
    return nil
  }

  /// The elements of a list.
  mutating func elements(_ node: Node, key: String, mayBeEmpty: Bool = false) -> [Node] {
    if let nodes = node.sequence, mayBeEmpty || !nodes.isEmpty { return Array(nodes) }
    note("is no list with at least one value.", at: node, key: key)
    return []
  }

  mutating func note(_ message: String, at node: Node?, key: String) {
    let problem = ConfigurationProblem(origin: path, line: node?.mark?.line, key: key, message: message)
    if !problems.contains(problem) { problems.append(problem) }
  }
}
