import RPC
import Telephony

/// Believes tokens of one issuer that are meant for this suite (RFC 8725).
///
/// jwt-kit would do it behind an actor, and no actor lies in a request's path (design.md section 3).
struct TokenVerifier: Sendable {
  /// What the configuration pins.
  struct Policy: Sendable {
    let issuer: String
    let audience: String
    let algorithms: Set<TokenAlgorithm>
  }

  /// What a good token says.
  struct Verified {
    let caller: Caller
    let scopes: Scopes
    let expireTime: Instant
  }

  let policy: Policy
  let keys: [TokenKey]

  /// Clocks of two machines differ by so much at most.
  private static let leewayMilliseconds: Int64 = 30_000

  func verify(_ text: String, now: Instant) throws(RPCError) -> Verified {
    guard let token = JSONWebToken(text) else { throw .credentialsInvalid("it is no signed JWT") }
    try checkSignature(token)
    let claims = token.claims
    guard claims.iss == policy.issuer else { throw .credentialsInvalid("the token has another issuer") }
    guard claims.aud?.names.contains(policy.audience) == true else {
      throw .credentialsInvalid("the token is meant for another audience")
    }
    guard let expireTime = claims.exp.flatMap(Instant.init(numericDate:)) else {
      throw .credentialsInvalid("the token does not say when it expires")
    }
    guard now.milliseconds < expireTime.milliseconds + Self.leewayMilliseconds else { throw .tokenExpired }
    if let begin = claims.nbf.flatMap(Instant.init(numericDate:)),
      now.milliseconds < begin.milliseconds - Self.leewayMilliseconds
    {
      throw .credentialsInvalid("the token is not valid yet")
    }
    return Verified(
      caller: try caller(claims),
      scopes: claims.scope.map(Scopes.init(claim:)) ?? .all,
      expireTime: Instant(milliseconds: expireTime.milliseconds + Self.leewayMilliseconds)
    )
  }

  private func checkSignature(_ token: JSONWebToken) throws(RPCError) {
    guard token.header.crit == nil else {
      throw .credentialsInvalid("the token needs an extension that is not known here")
    }
    guard let algorithm = TokenAlgorithm(rawValue: token.header.alg), policy.algorithms.contains(algorithm)
    else {
      throw .credentialsInvalid("the token's algorithm is not allowed")
    }
    let candidates = keys.filter { key in
      key.algorithm == algorithm && (token.header.kid == nil || token.header.kid == key.id)
    }
    guard candidates.contains(where: { $0.isValid(token.signature, for: token.signed) }) else {
      throw .credentialsInvalid("the token's signature is of no key that is known")
    }
  }

  private func caller(_ claims: TokenClaims) throws(RPCError) -> Caller {
    guard let subject = claims.sub, !subject.isEmpty, subject.utf8.count <= 200 else {
      throw .credentialsInvalid("the token has no subject")
    }
    // Services sign for whom they call: nobody else speaks as one.
    guard let role = claims.role.flatMap(Caller.Role.init(rawValue:)), role != .service else {
      throw .credentialsInvalid("the token has no role that is known")
    }
    let organization = claims.organization ?? ""
    guard role == .operator ? organization.isEmpty : ResourceName.isID(organization) else {
      throw .credentialsInvalid("the token's organization does not fit its role")
    }
    return Caller(
      principal: "users/\(subject)",
      organization: organization,
      role: role,
      partner: claims.partner ?? ""
    )
  }
}

extension Instant {
  /// Seconds since 1970, as tokens have them; nil for what is no time.
  fileprivate init?(numericDate seconds: Double) {
    guard seconds.isFinite, abs(seconds) < 1e11 else { return nil }
    self.init(milliseconds: Int64(seconds * 1_000))
  }
}
