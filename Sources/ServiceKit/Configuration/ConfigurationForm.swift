import Yams

/// What the value of a key looks like, and how it becomes a Swift value.
public struct ConfigurationForm<Value: Sendable>: Sendable {
  /// What is right, such as `an integer from 0 to 65535`; ends the sentence "Give …".
  public let expectation: String
  /// Whether the value is one word or number, and not a list.
  public let isScalar: Bool
  let decode: @Sendable (Node, _ key: String, inout ConfigurationReport) -> Value?

  init(
    expectation: String,
    isScalar: Bool,
    decode: @escaping @Sendable (Node, _ key: String, inout ConfigurationReport) -> Value?
  ) {
    self.expectation = expectation
    self.isScalar = isScalar
    self.decode = decode
  }

  /// A form of one word that `parse` understands or not.
  public static func scalar(
    _ expectation: String,
    isSecret: Bool = false,
    parse: @escaping @Sendable (String) -> Value?
  ) -> ConfigurationForm {
    ConfigurationForm(expectation: expectation, isScalar: true) { node, key, report in
      guard let text = node.scalar?.string else {
        report.add("is a list or a section. Give \(expectation).", at: node, key: key)
        return nil
      }
      if let value = parse(text) { return value }
      let shown = isSecret ? "the value" : text.isEmpty ? "nothing" : "\"\(text)\""
      report.add("\(shown) is not what it takes. Give \(expectation).", at: node, key: key)
      return nil
    }
  }

  /// A list whose elements have one form.
  public static func list<Element: Sendable>(
    of element: ConfigurationForm<Element>
  ) -> ConfigurationForm where Value == [Element] {
    ConfigurationForm(expectation: "a list: each \(element.expectation)", isScalar: false) {
      node,
      key,
      report in
      guard let nodes = node.sequence else {
        report.add("is no list. Give one element a line, each after \"- \".", at: node, key: key)
        return nil
      }
      let elements = nodes.enumerated().map { element.decode($1, "\(key)[\($0)]", &report) }
      return elements.contains { $0 == nil } ? nil : elements.compactMap { $0 }
    }
  }

  /// A section with fields of its own, read by `build`.
  public static func record(
    _ expectation: String,
    fields: [String],
    build: @escaping @Sendable (inout ConfigurationRecord) -> Value?
  ) -> ConfigurationForm {
    ConfigurationForm(expectation: expectation, isScalar: false) { node, key, report in
      guard let mapping = node.mapping else {
        report.add("is no section. Give \(expectation).", at: node, key: key)
        return nil
      }
      var record = ConfigurationRecord(node: node, mapping: mapping, key: key, report: report)
      record.refuseFields(except: fields)
      let value = build(&record)
      report = record.report
      return value
    }
  }
}
