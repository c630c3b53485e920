import Crypto
import Messages
import NIOCore
import Protobuf
import RPC
import Telephony

/// Checks credentials from scratch.
struct CredentialVerifier: Sendable {
  private let publicKeys: [String: Curve25519.Signing.PublicKey]
  private let keysByHash: [[UInt8]: APIKey]
  private let tokens: TokenVerifier?
  private let clock: any WallClock

  /// - Parameter tokens: nil when no tokens are taken.
  init(
    trustedSigners: [TrustedSigner],
    apiKeys: [APIKey],
    tokens: TokenVerifier? = nil,
    clock: any WallClock
  ) {
    let keys = trustedSigners.compactMap { signer in
      (try? Curve25519.Signing.PublicKey(rawRepresentation: signer.publicKey)).map { (signer.name, $0) }
    }
    publicKeys = Dictionary(keys) { first, _ in first }
    keysByHash = Dictionary(apiKeys.map { ($0.hash, $0) }) { first, _ in first }
    self.tokens = tokens
    self.clock = clock
  }

  func verify(_ credential: Credential, at start: NIODeadline) throws(RPCError) -> CredentialCache.Entry {
    credential.isSigned
      ? try verifySigned(credential.text, at: start) : try verifyBearer(credential.text, at: start)
  }

  private func verifyBearer(_ text: String, at start: NIODeadline) throws(RPCError) -> CredentialCache.Entry {
    // RFC 9110 section 11.1: the name of the scheme is compared without regard to case.
    guard text.utf8.count > 7, text.prefix(7).lowercased() == "bearer " else {
      throw .credentialsInvalid("authorization is not of the form \"Bearer <API key or JWT>\"")
    }
    let bearer = String(text.dropFirst(7))
    let now = clock.now()
    if let key = keysByHash[APIKey.hash(of: bearer)] {
      guard key.expireTime.map({ now < $0 }) ?? true else { throw .keyExpired }
      let expiry = key.expireTime.map { start + Self.left(until: $0, from: now) } ?? .distantFuture
      return CredentialCache.Entry(text: text, caller: key.caller, scopes: key.scopes, expiry: expiry)
    }
    guard let tokens, JSONWebToken.isLike(bearer) else {
      throw .credentialsInvalid("the API key is not known here")
    }
    let token = try tokens.verify(bearer, now: now)
    return CredentialCache.Entry(
      text: text,
      caller: token.caller,
      scopes: token.scopes,
      expiry: start + Self.left(until: token.expireTime, from: now)
    )
  }

  /// Time for which something is taken without being verified again: a day at most, because clocks are set now and then.
  private static func left(until end: Instant, from now: Instant) -> TimeAmount {
    let left = end.milliseconds.subtractingReportingOverflow(now.milliseconds)
    return .milliseconds(left.overflow ? 86_400_000 : min(left.partialValue, 86_400_000))
  }

  private func verifySigned(_ text: String, at start: NIODeadline) throws(RPCError) -> CredentialCache.Entry {
    let claim = try decode(text)
    guard let key = publicKeys[claim.caller.issuer],
      key.isValidSignature(claim.signed.signature, for: claim.signed.caller)
    else { throw .credentialsInvalid("the signature is not one of a trusted signer") }
    guard let role = Caller.Role(claim.caller.role), !claim.caller.principal.isEmpty else {
      throw .credentialsInvalid("the signed caller has no known role, or no principal")
    }
    let now = clock.now()
    guard claim.caller.expireTimeMilliseconds > now.milliseconds else { throw .credentialsExpired }
    let caller = Caller(
      principal: claim.caller.principal,
      organization: claim.caller.organization,
      role: role,
      partner: claim.caller.partner
    )
    let expiry =
      start + Self.left(until: Instant(milliseconds: claim.caller.expireTimeMilliseconds), from: now)
    return CredentialCache.Entry(text: text, caller: caller, expiry: expiry)
  }

  private func decode(
    _ text: String
  ) throws(RPCError) -> (signed: TypeV1.SignedCaller, caller: TypeV1.Caller) {
    let metadata: Metadata = [Authentication.signedCallerHeader: text]
    guard let bytes = metadata.bytes(Authentication.signedCallerHeader) else {
      throw .credentialsInvalid("\(Authentication.signedCallerHeader) is no base64")
    }
    do {
      let signed = try TypeV1.SignedCaller(serialized: ByteBuffer(bytes: bytes))
      return (signed, try TypeV1.Caller(serialized: ByteBuffer(bytes: signed.caller)))
    } catch {
      throw .credentialsInvalid("\(Authentication.signedCallerHeader) is no trunkline.type.v1.SignedCaller")
    }
  }
}

extension Caller.Role {
  /// The role that a message names, or nil when it names none that is known.
  init?(_ role: TypeV1.Role) {
    switch role {
    case .readOnly: self = .readOnly
    case .partner: self = .partner
    case .customerAdministrator: self = .customerAdministrator
    case .service: self = .service
    case .operator: self = .operator
    case .unspecified, .unrecognized: return nil
    }
  }

  /// The role as messages name it.
  var message: TypeV1.Role {
    switch self {
    case .readOnly: .readOnly
    case .partner: .partner
    case .customerAdministrator: .customerAdministrator
    case .service: .service
    case .operator: .operator
    }
  }
}
