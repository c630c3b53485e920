import Foundation
import NIOSSL

/// A file that TLS needs and that is not what it should be.
public struct TLSFileError: Error, Sendable, CustomStringConvertible {
  /// What the file is for.
  public enum Role: Sendable {
    case certificate
    case privateKey
    case authority
  }

  public let role: Role
  public let path: String
  /// What is wrong and what would be right.
  public let reason: String

  public var description: String { "\(path) \(reason)" }
}

/// Reads what TLS needs, and says of each file that is wrong why.
enum PEMFile {
  static func chain(_ path: String) throws(TLSFileError) -> [NIOSSLCertificateSource] {
    try certificates(path, .certificate).map { .certificate($0) }
  }

  static func authority(_ path: String) throws(TLSFileError) -> NIOSSLTrustRoots {
    .certificates(try certificates(path, .authority))
  }

  static func privateKey(_ path: String) throws(TLSFileError) -> NIOSSLPrivateKeySource {
    let bytes = try contents(path, .privateKey)
    guard let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
      throw TLSFileError(
        role: .privateKey,
        path: path,
        reason: "holds no private key. Give one in PEM, without a passphrase."
      )
    }
    return .privateKey(key)
  }

  /// Everything was read by now: what can still be wrong is that certificate and key do not belong together.
  static func context(
    _ configuration: TLSConfiguration,
    _ privateKeyFile: String
  ) throws(TLSFileError) -> NIOSSLContext {
    do {
      return try NIOSSLContext(configuration: configuration)
    } catch {
      let reason = "does not belong to the certificate. Give the key that the certificate was made for."
      throw TLSFileError(role: .privateKey, path: privateKeyFile, reason: reason)
    }
  }

  private static func certificates(
    _ path: String,
    _ role: TLSFileError.Role
  ) throws(TLSFileError) -> [NIOSSLCertificate] {
    let bytes = try contents(path, role)
    guard let found = try? NIOSSLCertificate.fromPEMBytes(bytes), !found.isEmpty else {
      throw TLSFileError(role: role, path: path, reason: "holds no certificate. Give at least one in PEM.")
    }
    return found
  }

  private static func contents(_ path: String, _ role: TLSFileError.Role) throws(TLSFileError) -> [UInt8] {
    if let data = FileManager.default.contents(atPath: path) { return Array(data) }
    let reason =
      FileManager.default.fileExists(atPath: path)
      ? "cannot be read. Let the user of this process read it." : "does not exist."
    throw TLSFileError(role: role, path: path, reason: reason)
  }
}
