import RPC
import ServiceKit
import SuiteConfiguration

/// The configuration files of a suite whose parts all run on this machine.
struct SuiteConfigurationFiles {
  let layout: SuiteLayout
  let keys: SuiteKeys
  /// Whether the clock of the suite can be moved.
  var isSandbox = false
  /// Nil for clear text.
  var security: SuiteSecurity?

  /// Names of the services that say on whose behalf they call.
  static var signers: [String] {
    Suite.schemas.filter { $0.keyNames.contains(ServiceKeys.signerPrivateKeyFile.name) }.map(\.service)
  }

  /// Writes the files of all services, and checks them as the services will.
  func write() throws {
    try PrivateFile.makeDirectory("\(layout.dataDirectory)/config")
    for schema in Suite.schemas {
      guard let service = SuiteService(rawValue: schema.service) else { continue }
      let path = layout.configurationFile(service)
      try PrivateFile.write(text(service, schema), to: path)
      if let signer = keys.signers[schema.service] {
        try PrivateFile.write(signer.privateKey + "\n", to: layout.signerKeyFile(service))
      }
      if let problem = Suite.check(path).first { throw CommandFailure(description: "\(problem)") }
    }
  }

  /// One file: sections in order, each key a line.
  func text(_ service: SuiteService, _ schema: ConfigurationSchema) -> String {
    var lines = ["# Written by `trunkline up` at every start; change a copy.", "service: \(schema.service)"]
    var open: [Substring] = []
    for (key, value) in values(service, schema).sorted(by: { $0.key < $1.key }) {
      let parts = key.split(separator: ".")
      let sections = Array(parts.dropLast())
      let shared = zip(open, sections).prefix { $0 == $1 }.count
      for depth in shared..<max(shared, sections.count) {
        lines.append("\(indent(depth))\(sections[depth]):")
      }
      open = sections
      lines.append("\(indent(sections.count))\(parts.last ?? ""): \(value)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

  private func values(_ service: SuiteService, _ schema: ConfigurationSchema) -> [String: String] {
    var values = [
      ServiceKeys.listenHost.name: SuiteLayout.host,
      ServiceKeys.listenPort.name: "\(layout.port(service))",
      ServiceKeys.eventLoops.name: "1",
      ServiceKeys.adminHost.name: SuiteLayout.host,
      ServiceKeys.adminPort.name: "\(layout.adminPort(service))",
      ServiceKeys.dataDirectory.name: quoted(layout.dataDirectory(of: service)),
      ServiceKeys.trustedSigners.name: trustedSigners,
      ServiceKeys.apiKeys.name: apiKeys,
    ]
    // Where the others are called is their own affair: customers' keys are for the gateway.
    if service == .gateway {
      values[ServiceKeys.apiKeysFile.name] = quoted(layout.apiKeysFile)
      // One person on one machine takes nothing from anybody.
      values[GatewayConfiguration.callsPerSecond.name] = "0"
      values[GatewayConfiguration.callsAtOnce.name] = "0"
    }
    if isSandbox { values[ServiceKeys.sandboxClock.name] = "true" }
    // To try webhooks out, with a receiver on the same machine.
    if isSandbox, service == .gateway {
      values[GatewayConfiguration.webhookNetworks.name] = "[127.0.0.0/8]"
      values[GatewayConfiguration.webhookClearText.name] = "true"
    }
    if schema.keyNames.contains(ServiceKeys.signerPrivateKeyFile.name) {
      values[ServiceKeys.signerPrivateKeyFile.name] = quoted(layout.signerKeyFile(service))
    }
    // A folder that is not found is for the service to name, with what to do.
    for (key, name) in [(CountryKeys.directory, "countries"), (CatalogKeys.directory, "catalog")]
    where schema.keyNames.contains(key.name) {
      if let folder = try? InstalledFile.find(name) { values[key.name] = quoted(folder) }
    }
    for other in SuiteService.allCases where schema.keyNames.contains(other.upstreamKey) {
      values[other.upstreamKey] = "[\"\(layout.address(other))\"]"
    }
    return values.merging(securityValues(service, schema)) { $1 }
  }

  /// Everybody shows a certificate; only the gateway, which customers call, asks for none.
  private func securityValues(_ service: SuiteService, _ schema: ConfigurationSchema) -> [String: String] {
    guard let security else { return [:] }
    let certificate = quoted(security.certificateFile(service.rawValue))
    let key = quoted(security.privateKeyFile(service.rawValue))
    var values = [ServiceKeys.certificateFile.name: certificate, ServiceKeys.privateKeyFile.name: key]
    if service != .gateway {
      values[ServiceKeys.clientAuthorityFile.name] = quoted(security.authorityFile)
      values[ServiceKeys.allowedCallers.name] = "[\(allowedCallers(of: service).joined(separator: ", "))]"
    }
    if schema.keyNames.contains(ServiceKeys.upstreamAuthorityFile.name) {
      values[ServiceKeys.upstreamAuthorityFile.name] = quoted(security.authorityFile)
      values[ServiceKeys.upstreamCertificateFile.name] = certificate
      values[ServiceKeys.upstreamPrivateKeyFile.name] = key
    }
    return values
  }

  /// Those whose configuration says where the service is, and the operator.
  private func allowedCallers(of service: SuiteService) -> [String] {
    let callers = Suite.schemas.filter { $0.keyNames.contains(service.upstreamKey) }.map(\.service)
    return (callers + [SuiteSecurity.operatorName]).map(SuiteSecurity.spiffeID)
  }

  private var trustedSigners: String {
    let entries = keys.signers.sorted { $0.key < $1.key }.map { name, key in
      "{name: \(name), publicKey: \"\(key.publicKey)\"}"
    }
    return "[\(entries.joined(separator: ", "))]"
  }

  /// Hashes only: the keys themselves are in `keys.json`.
  private var apiKeys: String {
    let entries = keys.apiKeys.map { key in
      let hash = APIKey.hash(of: key.key).map(\.hexadecimal).joined()
      let organization = key.organization.isEmpty ? "" : ", organization: \(key.organization)"
      return "{sha256: \"\(hash)\", principal: \(key.principal)\(organization), role: \(key.role)}"
    }
    return "[\(entries.joined(separator: ", "))]"
  }

  private func quoted(_ text: String) -> String {
    "'\(text.replacing("'", with: "''"))'"
  }
}
