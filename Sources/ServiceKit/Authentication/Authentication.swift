import NIOCore
import RPC

/// Finds out who calls, and refuses calls of those who may not.
///
/// A caller shows a context signed by a trusted service (`trunkline-caller-bin`), an API key or a JWT
/// (`authorization: Bearer …`). Nobody is trusted for the address the call comes from (design.md section 1).
public struct Authentication: ServerInterceptor {
  /// Metadata with a serialized `trunkline.type.v1.SignedCaller`.
  public static let signedCallerHeader = "trunkline-caller-bin"
  /// Metadata with an API key or a JWT.
  public static let authorizationHeader = "authorization"

  private let ring: KeyRing

  init(_ ring: KeyRing) { self.ring = ring }

  /// With keys that stay what they are.
  public init(trustedSigners: [TrustedSigner], apiKeys: [APIKey], clock: any WallClock = SystemClock()) {
    let verifier = CredentialVerifier(trustedSigners: trustedSigners, apiKeys: apiKeys, clock: clock)
    self.init(KeyRing(verifier))
  }

  public func began(_ context: ServerContext) throws(RPCError) {
    guard let caller = try caller(context) else { return }
    context.caller = caller
  }

  public func admit(_ context: ServerContext) throws(RPCError) { _ = try caller(context) }

  /// Who calls a method that is not public, and may.
  private func caller(_ context: ServerContext) throws(RPCError) -> Caller? {
    let access = context.method.access
    if access == .public { return nil }
    let entry = try ring.entry(for: Credential(context.metadata), at: context.startTime)
    guard entry.caller.role.allows(access) else { throw .roleNotAllowed(entry.caller.role, access) }
    if let scope = entry.scopes.missing(for: context.method) { throw .scopeMissing(scope) }
    return entry.caller
  }
}

/// What a call shows to say who makes it.
struct Credential {
  let text: String
  let isSigned: Bool

  private static let signedLength = Authentication.signedCallerHeader.utf8.count
  private static let bearerLength = Authentication.authorizationHeader.utf8.count

  /// A signed context counts more than a bearer, because a proxy may pass both on; two of a kind would
  /// leave open which one was meant.
  init(_ metadata: Metadata) throws(RPCError) {
    var signed: String?
    var bearer: String?
    let entries = metadata.entries
    // By index and by length first: this runs for every call, and copying each entry would double its time.
    for index in entries.indices {
      switch entries[index].name.utf8.count {
      case Self.signedLength where entries[index].name == Authentication.signedCallerHeader:
        guard signed == nil else { throw .credentialsTwice(Authentication.signedCallerHeader) }
        signed = entries[index].value
      case Self.bearerLength where entries[index].name == Authentication.authorizationHeader:
        guard bearer == nil else { throw .credentialsTwice(Authentication.authorizationHeader) }
        bearer = entries[index].value
      default: continue
      }
    }
    guard let text = signed ?? bearer else { throw .credentialsMissing }
    self.text = text
    self.isSigned = signed != nil
  }
}
