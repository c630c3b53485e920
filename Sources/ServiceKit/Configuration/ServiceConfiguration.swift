/// The settings a service runs with: every key of its schema has a valid value.
public struct ServiceConfiguration: Sendable {
  public let service: String
  private let values: [String: any Sendable]

  init(service: String, values: [String: any Sendable]) {
    self.service = service
    self.values = values
  }

  /// The value of a key of the schema.
  public subscript<Value>(key: ConfigurationKey<Value>) -> Value {
    guard let value = values[key.name] as? Value else {
      assertionFailure("\(key.name) is not in the schema of \(service)")
      return key.defaultValue
    }
    return value
  }

  /// Whether the schema has a key.
  public func has<Value>(_ key: ConfigurationKey<Value>) -> Bool {
    values[key.name] != nil
  }
}
