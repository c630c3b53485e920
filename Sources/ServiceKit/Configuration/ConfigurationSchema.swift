/// Every key that the configuration of one executable may have.
public struct ConfigurationSchema: Sendable {
  /// Name of the service, such as `inventory`; the executable is `trunkline-inventory`.
  public let service: String
  /// What the service does, in one sentence.
  public let summary: String
  private(set) var keys: [AnyConfigurationKey]

  /// A schema with the keys that every service has.
  public init(service: String, listenPort: Int, adminPort: Int, summary: String) {
    self.service = service
    self.summary = summary
    self.keys = []
    add(
      ServiceKeys.listenHost,
      ServiceKeys.listenPort.defaulting(to: listenPort, text: "\(listenPort)"),
      ServiceKeys.eventLoops,
      ServiceKeys.certificateFile,
      ServiceKeys.privateKeyFile,
      ServiceKeys.clientAuthorityFile,
      ServiceKeys.allowedCallers,
      ServiceKeys.adminHost,
      ServiceKeys.adminPort.defaulting(to: adminPort, text: "\(adminPort)"),
      ServiceKeys.dataDirectory.defaulting(
        to: "/var/lib/trunkline/\(service)",
        text: "/var/lib/trunkline/\(service)"
      ),
      ServiceKeys.logLevel,
      ServiceKeys.accessLog,
      ServiceKeys.traceCollector,
      ServiceKeys.tracesKept,
      ServiceKeys.shutdownGracePeriod,
      ServiceKeys.sandboxClock,
      ServiceKeys.trustedSigners,
      ServiceKeys.apiKeys,
      ServiceKeys.apiKeysFile,
      ServiceKeys.tokenKeysFile,
      ServiceKeys.tokenIssuer,
      ServiceKeys.tokenAudience,
      ServiceKeys.tokenAlgorithms
    )
  }

  /// The same schema with more keys.
  public func with<each Value>(_ keys: repeat ConfigurationKey<each Value>) -> ConfigurationSchema {
    var copy = self
    copy.add(repeat each keys)
    return copy
  }

  /// The same schema for a service that calls others and signs for whom it does.
  public func callingOthers() -> ConfigurationSchema {
    with(
      ServiceKeys.signerName.defaulting(to: service, text: service),
      ServiceKeys.signerPrivateKeyFile,
      ServiceKeys.upstreamAuthorityFile,
      ServiceKeys.upstreamCertificateFile,
      ServiceKeys.upstreamPrivateKeyFile
    )
  }

  /// Names of all keys, in the order of the reference file.
  public var keyNames: [String] { keys.map(\.name) }

  func key(named name: String) -> AnyConfigurationKey? {
    keys.first { $0.name == name }
  }

  private mutating func add<each Value>(_ added: repeat ConfigurationKey<each Value>) {
    repeat keys.append(AnyConfigurationKey(each added))
  }
}
