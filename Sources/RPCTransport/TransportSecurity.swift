import NIOSSL

/// TLS of a server: HTTP/2 by ALPN is demanded of every client.
public struct ServerTLS: Sendable {
  /// PEM file of the certificate and what leads to its authority.
  public var certificateChainFile: String
  /// PEM file of its private key.
  public var privateKeyFile: String
  /// PEM file of the authority whose clients are let in; nil when clients show no certificate.
  public var clientAuthorityFile: String?

  public init(certificateChainFile: String, privateKeyFile: String, clientAuthorityFile: String? = nil) {
    self.certificateChainFile = certificateChainFile
    self.privateKeyFile = privateKeyFile
    self.clientAuthorityFile = clientAuthorityFile
  }

  func context() throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(certificateChainFile).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: privateKeyFile, format: .pem))
    )
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["h2"]
    if let clientAuthorityFile {
      configuration.trustRoots = .file(clientAuthorityFile)
      configuration.certificateVerification = .noHostnameVerification
    }
    return try NIOSSLContext(configuration: configuration)
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

  func context() throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["h2"]
    if let authorityFile { configuration.trustRoots = .file(authorityFile) }
    if let certificateChainFile, let privateKeyFile {
      configuration.certificateChain =
        try NIOSSLCertificate.fromPEMFile(certificateChainFile).map { .certificate($0) }
      configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: privateKeyFile, format: .pem))
    }
    return try NIOSSLContext(configuration: configuration)
  }
}
