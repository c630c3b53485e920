import Crypto
import Foundation
import Messages
import Protobuf
import RPC
import Synchronization

/// Says to other services on whose behalf this one calls, signed with its Ed25519 key.
public final class CallerSigner: Sendable {
  /// Name under which the receivers know the public key.
  public let issuer: String
  private let privateKey: Curve25519.Signing.PrivateKey
  private let clock: any WallClock
  private let lifetimeMilliseconds: Int64
  private let reserveMilliseconds: Int64
  private let cacheLimit: Int

  private struct Signed {
    let headerValue: String
    let renewTimeMilliseconds: Int64
  }
  private let cache = Mutex<[Caller: Signed]>([:])

  /// - Parameters:
  ///   - lifetime: how long a context is good for.
  ///   - reserve: how long before its end a context is signed anew.
  public init(
    issuer: String,
    privateKey: Curve25519.Signing.PrivateKey,
    clock: any WallClock = SystemClock(),
    lifetime: Duration = .seconds(300),
    reserve: Duration = .seconds(60),
    cacheLimit: Int = 8_192
  ) {
    self.issuer = issuer
    self.privateKey = privateKey
    self.clock = clock
    self.lifetimeMilliseconds = lifetime.wholeMilliseconds
    self.reserveMilliseconds = reserve.wholeMilliseconds
    self.cacheLimit = cacheLimit
  }

  /// What receivers need to trust this signer.
  public var trusted: TrustedSigner {
    TrustedSigner(name: issuer, publicKey: Array(privateKey.publicKey.rawRepresentation))
  }

  /// Value of the metadata ``Authentication/signedCallerHeader``; the same one until it is nearly expired.
  public func headerValue(for caller: Caller) throws -> String {
    let now = clock.now().milliseconds
    if let signed = cache.withLock({ $0[caller] }), now < signed.renewTimeMilliseconds {
      return signed.headerValue
    }
    let expiry = now + lifetimeMilliseconds
    let signed = Signed(
      headerValue: try sign(caller, expireTimeMilliseconds: expiry),
      renewTimeMilliseconds: expiry - reserveMilliseconds
    )
    cache.withLock { cache in
      if cache.count >= cacheLimit { cache.removeAll(keepingCapacity: true) }
      cache[caller] = signed
    }
    return signed.headerValue
  }

  private func sign(_ caller: Caller, expireTimeMilliseconds: Int64) throws -> String {
    let message = TypeV1.Caller(
      principal: caller.principal,
      organization: caller.organization,
      role: caller.role.message,
      partner: caller.partner,
      issuer: issuer,
      expireTimeMilliseconds: expireTimeMilliseconds
    )
    let bytes = message.serializedBytes()
    let signature = Array(try privateKey.signature(for: bytes))
    let signed = TypeV1.SignedCaller(caller: bytes, signature: signature)
    var metadata = Metadata()
    metadata.append(Authentication.signedCallerHeader, bytes: signed.serializedBytes())
    return metadata[Authentication.signedCallerHeader] ?? ""
  }
}
