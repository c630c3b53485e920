import NIOCore
import NIOSSL

/// TLS of a server: HTTP/2 by ALPN is demanded of every client.
public struct ServerTLS: Sendable {
  /// PEM file of the certificate and what leads to its authority.
  public var certificateChainFile: String
  /// PEM file of its private key.
  public var privateKeyFile: String
  /// PEM file of the authority whose clients are let in; nil when clients show no certificate.
  public var clientAuthorityFile: String?
  /// SPIFFE IDs of those who may connect; everybody with a certificate of that authority when empty.
  public var allowedCallers: Set<String>
  /// Told when changed files were read, and which one could not be used.
  public var onReload: @Sendable (Result<Void, TLSFileError>) -> Void = { _ in }
  /// Told who was sent away for not being among the allowed callers.
  public var onRefusal: @Sendable (String) -> Void = { _ in }

  public init(
    certificateChainFile: String,
    privateKeyFile: String,
    clientAuthorityFile: String? = nil,
    allowedCallers: Set<String> = []
  ) {
    self.certificateChainFile = certificateChainFile
    self.privateKeyFile = privateKeyFile
    self.clientAuthorityFile = clientAuthorityFile
    self.allowedCallers = allowedCallers
  }

  /// Whether a text has the form of a SPIFFE ID.
  public static func isSPIFFEID(_ text: String) -> Bool { SPIFFEID(text) != nil }

  /// Reads the files, and says which one is wrong.
  public func check() throws(TLSFileError) { _ = try context() }

  /// - Parameter protocols: those of ALPN, the best first.
  func context(_ protocols: [String] = ["h2"]) throws(TLSFileError) -> NIOSSLContext {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try PEMFile.chain(certificateChainFile),
      privateKey: try PEMFile.privateKey(privateKeyFile)
    )
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = protocols
    if let clientAuthorityFile {
      configuration.trustRoots = try PEMFile.authority(clientAuthorityFile)
      configuration.certificateVerification = .noHostnameVerification
    }
    return try PEMFile.context(configuration, privateKeyFile)
  }
}

/// TLS of a client.
public struct ClientTLS: Sendable {
  /// PEM file of the authority that servers are checked against; the system's when nil.
  public var authorityFile: String?
  /// Name that the server's certificate must bear; the host that is connected to when nil.
  public var serverName: String?
  /// PEM files of the client's own certificate and key, for mutual TLS.
  public var certificateChainFile: String?
  public var privateKeyFile: String?

  public init(
    authorityFile: String? = nil,
    serverName: String? = nil,
    certificateChainFile: String? = nil,
    privateKeyFile: String? = nil
  ) {
    self.authorityFile = authorityFile
    self.serverName = serverName
    self.certificateChainFile = certificateChainFile
    self.privateKeyFile = privateKeyFile
  }

  /// Reads the files, and says which one is wrong.
  public func check() throws(TLSFileError) { _ = try context() }

  /// What a connection to a host needs in its pipeline, before what speaks HTTP/2.
  /// - Parameter onFailure: told why TLS failed.
  public func handlers(
    host: String,
    onFailure: @escaping @Sendable (String) -> Void
  ) throws -> [any ChannelHandler] {
    let name = serverName ?? host
    let isAddress = (try? SocketAddress(ipAddress: name, port: 0)) != nil
    return [
      try NIOSSLClientHandler(context: try context(), serverHostname: isAddress ? nil : name),
      ALPNGuard(onFailure: onFailure),
    ]
  }

  private func context() throws(TLSFileError) -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["h2"]
    if let authorityFile { configuration.trustRoots = try PEMFile.authority(authorityFile) }
    if let certificateChainFile, let privateKeyFile {
      configuration.certificateChain = try PEMFile.chain(certificateChainFile)
      configuration.privateKey = try PEMFile.privateKey(privateKeyFile)
    }
    return try PEMFile.context(configuration, privateKeyFile ?? "")
  }
}
