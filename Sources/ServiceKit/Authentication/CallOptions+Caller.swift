import RPC

extension CallOptions {
  /// Options for a call on behalf of whoever made the call that is being answered: deadline, trace and
  /// caller go on.
  ///
  /// A context that was signed already is passed on as it came; a caller who showed an API key is signed for.
  public static func onBehalf(of context: ServerContext, signer: CallerSigner) throws -> CallOptions {
    var options = CallOptions(from: context)
    if let signed = context.metadata[Authentication.signedCallerHeader] {
      options.metadata.set(Authentication.signedCallerHeader, signed)
    } else if let caller = context.caller {
      options.metadata.set(Authentication.signedCallerHeader, try signer.headerValue(for: caller))
    }
    return options
  }

  /// Options for a call that a service makes by itself, such as a step of a saga.
  /// - Parameter organization: whose resources it touches; empty for anybody's.
  public static func asService(
    _ signer: CallerSigner,
    organization: String = "",
    timeout: Duration? = .seconds(10)
  ) throws -> CallOptions {
    try CallOptions(timeout: timeout).calling(
      as: Caller(principal: "services/\(signer.issuer)", organization: organization, role: .service),
      signer: signer
    )
  }

  /// The same options with a caller context.
  public func calling(as caller: Caller, signer: CallerSigner) throws -> CallOptions {
    var copy = self
    copy.metadata.set(Authentication.signedCallerHeader, try signer.headerValue(for: caller))
    return copy
  }

  /// The same options with an API key.
  public func calling(withAPIKey key: String) -> CallOptions {
    var copy = self
    copy.metadata.set(Authentication.authorizationHeader, "Bearer \(key)")
    return copy
  }
}
