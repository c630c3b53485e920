import Yams

/// A key of a service's configuration.
///
/// Services declare theirs as static lets, put them into their ``ConfigurationSchema``, and read them from a
/// ``ServiceConfiguration``.
public struct ConfigurationKey<Value: Sendable>: Sendable {
  /// Name with dots, such as `listen.port`.
  public let name: String
  /// What it is for: the comment in the reference file.
  public let summary: String
  public let form: ConfigurationForm<Value>
  /// The value when nothing gives one.
  public let defaultValue: Value
  /// The same as it is written in YAML.
  public let defaultText: String
  /// A value that shows the form, as lines of YAML; empty when the default does.
  public let example: String
  /// Whether starting without a value is refused.
  public let isRequired: Bool

  /// - Parameter text: the default as it is written in YAML.
  public init(
    _ name: String,
    _ form: ConfigurationForm<Value>,
    default value: Value,
    text: String,
    example: String = "",
    isRequired: Bool = false,
    _ summary: String
  ) {
    self.name = name
    self.summary = summary
    self.form = form
    self.defaultValue = value
    self.defaultText = text
    self.example = example
    self.isRequired = isRequired
  }

  /// The same key with another default.
  public func defaulting(to value: Value, text: String) -> ConfigurationKey {
    ConfigurationKey(
      name,
      form,
      default: value,
      text: text,
      example: example,
      isRequired: isRequired,
      summary
    )
  }
}

extension ConfigurationKey where Value: LosslessStringConvertible {
  /// A key whose default is written as it prints.
  public init(_ name: String, _ form: ConfigurationForm<Value>, default value: Value, _ summary: String) {
    let text = "\(value)"
    self.init(name, form, default: value, text: text.isEmpty ? "\"\"" : text, summary)
  }
}

extension ConfigurationKey where Value == [String] {
  /// A key that holds the addresses of another service.
  public static func upstream(_ service: String, port: Int) -> ConfigurationKey {
    ConfigurationKey(
      "upstream.\(service)",
      .list(of: .target),
      default: ["127.0.0.1:\(port)"],
      text: "[127.0.0.1:\(port)]",
      "Addresses of the service \(service); calls are spread over them."
    )
  }
}

/// A key without its type, as a schema holds it.
struct AnyConfigurationKey: Sendable {
  let name: String
  let summary: String
  let expectation: String
  let defaultText: String
  let example: String
  let isScalar: Bool
  let isRequired: Bool
  let defaultValue: any Sendable
  let decode: @Sendable (Node, inout ConfigurationReport) -> (any Sendable)?

  init<Value>(_ key: ConfigurationKey<Value>) {
    name = key.name
    summary = key.summary
    expectation = key.form.expectation
    defaultText = key.defaultText
    example = key.example
    isScalar = key.form.isScalar
    isRequired = key.isRequired
    defaultValue = key.defaultValue
    decode = { node, report in key.form.decode(node, key.name, &report) }
  }
}
