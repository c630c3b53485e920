import Yams

/// One element of a list of sections, such as one API key, while it is read.
public struct ConfigurationRecord {
  let node: Node
  let mapping: Node.Mapping
  let key: String
  var report: ConfigurationReport

  mutating func refuseFields(except known: [String]) {
    for (name, _) in mapping {
      let text = name.scalar?.string ?? "(no name)"
      if !known.contains(text) {
        report.add(unknownKeyMessage(text, known: known), at: name, key: "\(key).\(text)")
      }
    }
  }

  /// The value of a field that must be there.
  public mutating func required<Value>(_ name: String, _ form: ConfigurationForm<Value>) -> Value? {
    guard let field = mapping[Node(name)] else {
      report.add("is missing. Give \(form.expectation).", at: node, key: "\(key).\(name)")
      return nil
    }
    return form.decode(field, "\(key).\(name)", &report)
  }

  /// The value of a field that may be absent.
  public mutating func optional<Value>(
    _ name: String,
    _ form: ConfigurationForm<Value>,
    default value: Value
  ) -> Value? {
    guard let field = mapping[Node(name)] else { return value }
    return form.decode(field, "\(key).\(name)", &report)
  }
}

/// Says that a key is unknown, and which known one is nearest.
func unknownKeyMessage(_ name: String, known: [String]) -> String {
  let nearest = known.map { ($0, editDistance($0, name)) }.min { $0.1 < $1.1 }
  if let (candidate, distance) = nearest, distance <= max(1, name.count / 3) {
    return "is unknown. Did you mean \(candidate)?"
  }
  return "is unknown. Known here: \(known.sorted().joined(separator: ", "))."
}

private func editDistance(_ left: String, _ right: String) -> Int {
  let right = Array(right)
  var row = Array(0...right.count)
  for (index, character) in left.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for (column, other) in right.enumerated() {
      let replaced = diagonal + (character == other ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
    }
  }
  return row[right.count]
}
