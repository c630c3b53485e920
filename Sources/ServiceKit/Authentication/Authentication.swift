import NIOCore
import RPC

/// Finds out who calls, and refuses calls of those who may not.
///
/// A caller shows a context signed by a trusted service (`trunkline-caller-bin`) or an API key
/// (`authorization: Bearer …`). Nobody is trusted for the address the call comes from (design.md section 1).
public struct Authentication: ServerInterceptor {
  /// Metadata with a serialized `trunkline.type.v1.SignedCaller`.
  public static let signedCallerHeader = "trunkline-caller-bin"
  /// Metadata with an API key.
  public static let authorizationHeader = "authorization"

  private let verifier: CredentialVerifier
  private let cache = CredentialCache()

  public init(trustedSigners: [TrustedSigner], apiKeys: [APIKey], clock: any WallClock = SystemClock()) {
    verifier = CredentialVerifier(trustedSigners: trustedSigners, apiKeys: apiKeys, clock: clock)
  }

  public func began(_ context: ServerContext) throws(RPCError) {
    let access = context.method.access
    if access == .public { return }
    let caller = try caller(of: context)
    guard caller.role.allows(access) else { throw .roleNotAllowed(caller.role, access) }
    context.caller = caller
  }

  private func caller(of context: ServerContext) throws(RPCError) -> Caller {
    let credential = try Credential(context.metadata)
    if let entry = cache.entry(for: credential.text) {
      guard context.startTime < entry.expiry else { throw .credentialsExpired }
      return entry.caller
    }
    let entry = try verifier.verify(credential, at: context.startTime)
    cache.insert(entry)
    return entry.caller
  }
}

/// What a call shows to say who makes it.
struct Credential {
  let text: String
  let isSigned: Bool

  /// A signed context counts more than an API key, because a proxy may pass both on; two of a kind would
  /// leave open which one was meant.
  init(_ metadata: Metadata) throws(RPCError) {
    var signed: String?
    var bearer: String?
    for entry in metadata.entries {
      switch entry.name {
      case Authentication.signedCallerHeader:
        guard signed == nil else { throw .credentialsInvalid("\(entry.name) is there twice") }
        signed = entry.value
      case Authentication.authorizationHeader:
        guard bearer == nil else { throw .credentialsInvalid("\(entry.name) is there twice") }
        bearer = entry.value
      default: continue
      }
    }
    guard let text = signed ?? bearer else { throw .credentialsMissing }
    self.text = text
    self.isSigned = signed != nil
  }
}
