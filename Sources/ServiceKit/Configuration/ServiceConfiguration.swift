/// The settings a service runs with: every key of its schema has a valid value.
public struct ServiceConfiguration: Sendable {
  public let service: String
  private let values: [String: any Sendable]
  private let origins: [String: ConfigurationOrigin]

  init(service: String, values: [String: any Sendable], origins: [String: ConfigurationOrigin]) {
    self.service = service
    self.values = values
    self.origins = origins
  }

  /// The value of a key of the schema.
  public subscript<Value>(key: ConfigurationKey<Value>) -> Value {
    guard let value = values[key.name] as? Value else {
      assertionFailure("\(key.name) is not in the schema of \(service)")
      return key.defaultValue
    }
    return value
  }

  /// Says what is wrong with the value of a key, and where it was given.
  func problem<Value>(_ key: ConfigurationKey<Value>, _ message: String) -> ConfigurationProblem {
    let origin = origins[key.name]
    return ConfigurationProblem(
      origin: origin?.name ?? "configuration",
      line: origin?.line,
      key: key.name,
      message: message
    )
  }

  /// Whether the schema has a key.
  public func has<Value>(_ key: ConfigurationKey<Value>) -> Bool {
    values[key.name] != nil
  }
}
