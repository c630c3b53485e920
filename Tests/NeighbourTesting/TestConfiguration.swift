import Foundation
import ServiceKit
import StorageTesting

/// Configurations with the API keys of everybody that tests call as, for services that trust each other. A key is the
/// name of its principal, so that `acme-admin` calls as `keys/acme-admin`.
public struct TestConfiguration: Sendable {
  private static let callers = [
    ("acme-admin", "acme", "CUSTOMER_ADMINISTRATOR"), ("acme-partner", "acme", "PARTNER"),
    ("acme-stranger", "acme", "PARTNER"), ("other-partner", "other", "PARTNER"),
    ("acme-service", "acme", "SERVICE"),
    ("acme-reader", "acme", "READ_ONLY"), ("other-admin", "other", "CUSTOMER_ADMINISTRATOR"),
    ("trial-admin", "trial", "CUSTOMER_ADMINISTRATOR"),
    ("unlicensed-admin", "unlicensed", "CUSTOMER_ADMINISTRATOR"), ("follower", "", "SERVICE"),
    ("operator", "", "OPERATOR"),
  ]

  /// The partners for which the callers of that role act: `stranger` names none.
  private static let partners = ["acme-partner": "agent", "other-partner": "newcomer"]

  private let directory: TemporaryDirectory
  private let publicKey: String
  private var keyFile: String { directory.file("signer.key") }

  /// - Parameter directory: holds the files; the signing key in it is new.
  public init(in directory: TemporaryDirectory) throws {
    self.directory = directory
    let key = SigningKey.generate()
    publicKey = key.publicKey
    try Self.write(key.privateKey, to: keyFile)
  }

  /// Writes the configuration of a service and reads it back as the service does.
  public func load(_ schema: ConfigurationSchema) throws -> ServiceConfiguration {
    let file = directory.file("\(schema.service).yaml")
    let signs = schema.keyNames.contains("signer.privateKeyFile")
    try Self.write(text(schema.service) + (signs ? "signer:\n  privateKeyFile: \(keyFile)\n" : ""), to: file)
    return try ConfigurationLoader(schema: schema, file: file).load()
  }

  private static func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private func text(_ service: String) -> String {
    let keys = Self.callers.map { name, organization, role in
      let hash = APIKey.hash(of: name).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      return """
            - sha256: "\(hash)"
              principal: keys/\(name)
              organization: "\(organization)"
              role: \(role)
              partner: "\(Self.partners[name] ?? "")"
        """
    }
    let signers = ["ordering", "porting"].map { "    - name: \($0)\n      publicKey: \"\(publicKey)\"" }
    return """
      service: \(service)
      listen:
        port: 0
        eventLoops: 1
      admin:
        port: 0
      shutdown:
        gracePeriod: 100ms
      authentication:
        trustedSigners:
      \(signers.joined(separator: "\n"))
        apiKeys:
      \(keys.joined(separator: "\n"))

      """
  }
}
