import Crypto
import Messages
import NIOCore
import Protobuf
import RPC
import Telephony

/// Checks credentials from scratch.
struct CredentialVerifier: Sendable {
  private let publicKeys: [String: Curve25519.Signing.PublicKey]
  private let callersByHash: [[UInt8]: Caller]
  private let clock: any WallClock

  init(trustedSigners: [TrustedSigner], apiKeys: [APIKey], clock: any WallClock) {
    let keys = trustedSigners.compactMap { signer in
      (try? Curve25519.Signing.PublicKey(rawRepresentation: signer.publicKey)).map { (signer.name, $0) }
    }
    publicKeys = Dictionary(keys) { first, _ in first }
    callersByHash = Dictionary(apiKeys.map { ($0.hash, $0.caller) }) { first, _ in first }
    self.clock = clock
  }

  func verify(_ credential: Credential, at start: NIODeadline) throws(RPCError) -> CredentialCache.Entry {
    credential.isSigned
      ? try verifySigned(credential.text, at: start) : try verifyBearer(credential.text)
  }

  private func verifyBearer(_ text: String) throws(RPCError) -> CredentialCache.Entry {
    // RFC 9110 section 11.1: the name of the scheme is compared without regard to case.
    guard text.utf8.count > 7, text.prefix(7).lowercased() == "bearer " else {
      throw .credentialsInvalid("authorization is not of the form \"Bearer <API key>\"")
    }
    guard let caller = callersByHash[APIKey.hash(of: String(text.dropFirst(7)))] else {
      throw .credentialsInvalid("the API key is not known here")
    }
    return CredentialCache.Entry(text: text, caller: caller, expiry: .distantFuture)
  }

  private func verifySigned(_ text: String, at start: NIODeadline) throws(RPCError) -> CredentialCache.Entry {
    let claim = try decode(text)
    guard let key = publicKeys[claim.caller.issuer],
      key.isValidSignature(claim.signed.signature, for: claim.signed.caller)
    else { throw .credentialsInvalid("the signature is not one of a trusted signer") }
    guard let role = Caller.Role(claim.caller.role), !claim.caller.principal.isEmpty else {
      throw .credentialsInvalid("the signed caller has no known role, or no principal")
    }
    let leftMilliseconds = claim.caller.expireTimeMilliseconds.subtractingReportingOverflow(
      clock.now().milliseconds
    )
    guard !leftMilliseconds.overflow, leftMilliseconds.partialValue > 0 else { throw .credentialsExpired }
    let caller = Caller(
      principal: claim.caller.principal,
      organization: claim.caller.organization,
      role: role,
      partner: claim.caller.partner
    )
    // A day is as good as for ever: the cache forgets before.
    let left = TimeAmount.milliseconds(min(leftMilliseconds.partialValue, 86_400_000))
    return CredentialCache.Entry(text: text, caller: caller, expiry: start + left)
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
