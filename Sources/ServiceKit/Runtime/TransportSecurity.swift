import RPCTransport

extension ServiceConfiguration {
  /// TLS of the server, or nil for clear text.
  func serverTLS() throws(ConfigurationProblem) -> ServerTLS? {
    guard let (certificate, key) = try pair(ServiceKeys.certificateFile, ServiceKeys.privateKeyFile) else {
      guard self[ServiceKeys.clientAuthorityFile].isEmpty else {
        throw missing(ServiceKeys.certificateFile, because: ServiceKeys.clientAuthorityFile)
      }
      guard self[ServiceKeys.allowedCallers].isEmpty else {
        throw missing(ServiceKeys.clientAuthorityFile, because: ServiceKeys.allowedCallers)
      }
      return nil
    }
    guard self[ServiceKeys.allowedCallers].isEmpty || file(ServiceKeys.clientAuthorityFile) != nil else {
      throw missing(ServiceKeys.clientAuthorityFile, because: ServiceKeys.allowedCallers)
    }
    let tls = ServerTLS(
      certificateChainFile: certificate,
      privateKeyFile: key,
      clientAuthorityFile: file(ServiceKeys.clientAuthorityFile),
      allowedCallers: Set(self[ServiceKeys.allowedCallers])
    )
    do {
      try tls.check()
      return tls
    } catch {
      switch error.role {
      case .certificate: throw problem(ServiceKeys.certificateFile, "\(error)")
      case .privateKey: throw problem(ServiceKeys.privateKeyFile, "\(error)")
      case .authority: throw problem(ServiceKeys.clientAuthorityFile, "\(error)")
      }
    }
  }

  /// TLS for calls to other services, or nil for clear text.
  func upstreamTLS() throws(ConfigurationProblem) -> ClientTLS? {
    let own = try pair(ServiceKeys.upstreamCertificateFile, ServiceKeys.upstreamPrivateKeyFile)
    guard let authority = file(ServiceKeys.upstreamAuthorityFile) else {
      guard own == nil else {
        throw missing(ServiceKeys.upstreamAuthorityFile, because: ServiceKeys.upstreamCertificateFile)
      }
      return nil
    }
    let tls = ClientTLS(authorityFile: authority, certificateChainFile: own?.0, privateKeyFile: own?.1)
    do {
      try tls.check()
      return tls
    } catch {
      switch error.role {
      case .certificate: throw problem(ServiceKeys.upstreamCertificateFile, "\(error)")
      case .privateKey: throw problem(ServiceKeys.upstreamPrivateKeyFile, "\(error)")
      case .authority: throw problem(ServiceKeys.upstreamAuthorityFile, "\(error)")
      }
    }
  }

  /// What is wrong with the files of TLS, which are read for that.
  var securityProblems: [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    do { _ = try serverTLS() } catch { problems.append(error) }
    do { _ = try upstreamTLS() } catch { problems.append(error) }
    return problems
  }

  private func file(_ key: ConfigurationKey<String>) -> String? {
    guard has(key), !self[key].isEmpty else { return nil }
    return self[key]
  }

  private func pair(
    _ certificate: ConfigurationKey<String>,
    _ key: ConfigurationKey<String>
  ) throws(ConfigurationProblem) -> (String, String)? {
    switch (file(certificate), file(key)) {
    case (let certificate?, let key?): return (certificate, key)
    case (nil, nil): return nil
    case (.some, nil): throw missing(key, because: certificate)
    case (nil, .some): throw missing(certificate, because: key)
    }
  }

  private func missing(
    _ key: ConfigurationKey<String>,
    because other: ConfigurationKey<some Sendable>
  ) -> ConfigurationProblem {
    var problem = problem(other, "is missing. Give it because \(other.name) is given, or neither.")
    problem.key = key.name
    return problem
  }
}
