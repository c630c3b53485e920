import Foundation
import Logging
import RPC

/// The files of keys that a service reads again when they change.
struct CredentialFiles: Sendable {
  private let configuration: ServiceConfiguration
  private let clock: any WallClock
  let ring: KeyRing

  /// How often it looks whether a file has changed.
  private static let interval = Duration.seconds(1)

  /// Reads them for the first time.
  init(_ configuration: ServiceConfiguration, clock: any WallClock = SystemClock()) throws {
    self.configuration = configuration
    self.clock = clock
    ring = KeyRing(try Self.verifier(configuration, clock))
  }

  /// Reads them again whenever one has changed. One that is wrong changes nothing: who was known stays so.
  func worker(logger: Logger) -> Worker? {
    let paths = [configuration[ServiceKeys.apiKeysFile], configuration[ServiceKeys.tokenKeysFile]]
      .filter { !$0.isEmpty }
    guard !paths.isEmpty else { return nil }
    let before = paths.map(FileStamp.init)
    return Worker("watch keys") {
      var seen = before
      while true {
        try await Task.sleep(for: Self.interval)
        let now = paths.map(FileStamp.init)
        guard now != seen else { continue }
        seen = now
        reload(logger)
      }
    }
  }

  func reload(_ logger: Logger) {
    do {
      ring.replace(try Self.verifier(configuration, clock))
      logger.log(.notice, "keys are read again", [:])
    } catch {
      logger.log(.error, "keys have changed and are wrong; the old ones stay", [.error: "\(error)"])
    }
  }

  private static func verifier(
    _ configuration: ServiceConfiguration,
    _ clock: any WallClock
  ) throws -> CredentialVerifier {
    let keysFile = configuration[ServiceKeys.apiKeysFile]
    let more = keysFile.isEmpty ? [] : try APIKeyFile.read(keysFile)
    return CredentialVerifier(
      trustedSigners: configuration[ServiceKeys.trustedSigners],
      apiKeys: configuration[ServiceKeys.apiKeys] + more,
      tokens: try tokens(configuration),
      clock: clock
    )
  }

  private static func tokens(_ configuration: ServiceConfiguration) throws -> TokenVerifier? {
    let file = configuration[ServiceKeys.tokenKeysFile]
    guard !file.isEmpty else { return nil }
    let policy = TokenVerifier.Policy(
      issuer: configuration[ServiceKeys.tokenIssuer],
      audience: configuration[ServiceKeys.tokenAudience],
      algorithms: Set(configuration[ServiceKeys.tokenAlgorithms])
    )
    for (key, isMissing) in [
      (ServiceKeys.tokenIssuer, policy.issuer.isEmpty), (ServiceKeys.tokenAudience, policy.audience.isEmpty),
    ] where isMissing {
      throw configuration.problem(key, "is missing. Give it because authentication.tokens.keysFile is given.")
    }
    return TokenVerifier(policy: policy, keys: try JSONWebKeySet(file: file).keys)
  }
}

/// By which a change of a file is seen.
private struct FileStamp: Equatable {
  private let time: Date?
  private let size: UInt64?
  /// Who writes a file anew and renames it gives it another number.
  private let number: UInt64?

  init(_ path: String) {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    time = attributes?[.modificationDate] as? Date
    size = (attributes?[.size] as? NSNumber)?.uint64Value
    number = (attributes?[.systemFileNumber] as? NSNumber)?.uint64Value
  }
}
