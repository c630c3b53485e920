import Configuration
import Yams

/// Puts the layers of a configuration together: flags before environment before file before defaults.
public struct ConfigurationLoader: Sendable {
  /// What environment variables begin with: `listen.port` is `TRUNKLINE_LISTEN_PORT`.
  public static let environmentPrefix = "trunkline"

  public var schema: ConfigurationSchema
  public var file: String?
  /// Values from flags, by key.
  public var flags: [(key: String, text: String)]
  public var environment: [String: String]

  public init(
    schema: ConfigurationSchema,
    file: String? = nil,
    flags: [(key: String, text: String)] = [],
    environment: [String: String] = [:]
  ) {
    self.schema = schema
    self.file = file
    self.flags = flags
    self.environment = environment
  }

  /// The configuration, or everything that is wrong with it.
  public func load() throws(ConfigurationError) -> ServiceConfiguration {
    var problems: [ConfigurationProblem] = []
    var origins: [String: ConfigurationOrigin] = [:]
    let environmentProvider = EnvironmentVariablesProvider(environmentVariables: environment)
      .prefixKeys(with: ConfigKey([Self.environmentPrefix]))
    // From the weakest layer to the strongest, which has the last word on where a value comes from.
    let fileProvider = fileProvider(&problems, &origins)
    problems += environmentProblems(environmentProvider, &origins)
    let flagsProvider = flagsProvider(&problems, &origins)
    guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
    let reader = ConfigReader(providers: [flagsProvider, environmentProvider, fileProvider])
    let configuration = try resolve(reader, origins)
    problems = configuration.securityProblems
    guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
    return configuration
  }

  /// Layers were checked one by one, so that every problem names its origin; here only the winner counts.
  private func resolve(
    _ reader: ConfigReader,
    _ origins: [String: ConfigurationOrigin]
  ) throws(ConfigurationError) -> ServiceConfiguration {
    var report = ConfigurationReport(origin: "configuration", showsLines: false)
    var values: [String: any Sendable] = [:]
    for key in schema.keys {
      guard let text = reader.string(forKey: ConfigKey(key.name)) else {
        if key.isRequired { report.add("is missing. Give \(key.expectation).", at: nil, key: key.name) }
        values[key.name] = key.defaultValue
        continue
      }
      values[key.name] = node(text, for: key).flatMap { key.decode($0, &report) }
    }
    guard report.problems.isEmpty else { throw ConfigurationError(problems: report.problems) }
    return ServiceConfiguration(service: schema.service, values: values, origins: origins)
  }

  private func flagsProvider(
    _ problems: inout [ConfigurationProblem],
    _ origins: inout [String: ConfigurationOrigin]
  ) -> InMemoryProvider {
    var values: [AbsoluteConfigKey: ConfigValue] = [:]
    for (name, text) in flags {
      origins[name] = ConfigurationOrigin(name: "--set \(name)")
      if let key = schema.key(named: name) {
        problems += check(text, for: key, origin: "--set \(name)")
      } else {
        let message = unknownKeyMessage(name, known: schema.keyNames)
        problems.append(ConfigurationProblem(origin: "--set \(name)", key: name, message: message))
      }
      values[absolute(name)] = ConfigValue(.string(text), isSecret: false)
    }
    return InMemoryProvider(name: "flags", values: values)
  }

  private func fileProvider(
    _ problems: inout [ConfigurationProblem],
    _ origins: inout [String: ConfigurationOrigin]
  ) -> InMemoryProvider {
    guard let file else { return InMemoryProvider(name: "file", values: [:]) }
    var report = ConfigurationReport(origin: file, showsLines: true)
    let nodes = ConfigurationFile.load(file, schema: schema, report: &report)
    problems += report.problems
    for (name, node) in nodes { origins[name] = ConfigurationOrigin(name: file, line: node.mark?.line) }
    let texts = nodes.map { (absolute($0), ConfigValue(.string(text(of: $1)), isSecret: false)) }
    return InMemoryProvider(name: "file", values: Dictionary(uniqueKeysWithValues: texts))
  }

  private func environmentProblems(
    _ provider: some ConfigProvider,
    _ origins: inout [String: ConfigurationOrigin]
  ) -> [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    for key in schema.keys {
      guard let found = try? provider.value(forKey: absolute(key.name), type: .string),
        case .string(let text)? = found.value?.content
      else { continue }
      origins[key.name] = ConfigurationOrigin(name: found.encodedKey)
      problems += check(text, for: key, origin: found.encodedKey)
    }
    return problems
  }

  /// Environment variables that look like ours but are no key's: most likely misspelt.
  public var unknownVariables: [String] {
    let provider = EnvironmentVariablesProvider(environmentVariables: environment)
      .prefixKeys(with: ConfigKey([Self.environmentPrefix]))
    let known = schema.keys.compactMap {
      try? provider.value(forKey: absolute($0.name), type: .string).encodedKey
    }
    let ours = environment.keys.filter { $0.hasPrefix("\(Self.environmentPrefix.uppercased())_") }
    return Set(ours).subtracting(known).sorted()
  }

  private func check(_ text: String, for key: AnyConfigurationKey, origin: String) -> [ConfigurationProblem] {
    var report = ConfigurationReport(origin: origin, showsLines: false)
    if let node = node(text, for: key) {
      _ = key.decode(node, &report)
    } else {
      report.add("is no YAML. Give \(key.expectation).", at: nil, key: key.name)
    }
    return report.problems
  }

  /// Words are taken as they are; lists are YAML, `[a, b]`, and `a, b` will do.
  private func node(_ text: String, for key: AnyConfigurationKey) -> Node? {
    if key.isScalar { return Node(text) }
    let node = try? Yams.compose(yaml: text)
    guard let words = node?.scalar?.string else { return node }
    let list = words.split(separator: ",").map { $0.filter { $0 != " " } }
    return Node(list.map { Node($0) })
  }

  private func text(of node: Node) -> String {
    node.scalar?.string ?? (try? Yams.serialize(node: node)) ?? ""
  }

  private func absolute(_ name: String) -> AbsoluteConfigKey {
    AbsoluteConfigKey(ConfigKey(name))
  }
}
