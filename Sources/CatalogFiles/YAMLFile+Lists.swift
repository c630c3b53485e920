import Telephony
import Yams

extension YAMLFile {
  /// What a file holds that has nothing but one list under a name.
  mutating func entries<Value>(
    _ name: String,
    _ read: (inout YAMLFile, Node, String) -> Value?
  ) -> [Value] {
    guard let root = compose(), let fields = section(root, key: "", known: [name]) else { return [] }
    guard let list = fields[name] else {
      note("is missing.", at: root, key: name)
      return []
    }
    return elements(list, key: name).compactMap { read(&self, $0, name) }
  }

  /// One value of a known form that must be there.
  mutating func required<Value>(
    _ node: Node?,
    _ key: String,
    at parent: Node,
    _ parse: (String) -> Value?
  ) -> Value? {
    guard let node else {
      note("is missing.", at: parent, key: key)
      return nil
    }
    return word(node, key: key, parse)
  }

  /// Where something comes from and since when it holds.
  mutating func source(_ parts: [String: Node], rule: String, key: String, at node: Node) -> RuleSource {
    let source = text(parts["source"], key: "\(key).source", at: node)
    let since = required(parts["since"], "\(key).since", at: node, CivilDate.init(_:))
    return RuleSource(rule: rule, source: source, since: since ?? CivilDate(daysSince1970: 0))
  }
}
