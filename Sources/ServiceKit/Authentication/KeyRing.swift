import NIOCore
import RPC
import Synchronization

/// Knows who calls by what they show. Its keys can be replaced while calls are made: who is known by a new key is so at
/// once, and who is not any more is refused from the next call on.
final class KeyRing: Sendable {
  private struct State {
    var verifier: CredentialVerifier
    var generation = 0
  }

  private let state: Mutex<State>
  private let cache = CredentialCache()

  init(_ verifier: CredentialVerifier) { state = Mutex(State(verifier: verifier)) }

  func entry(for credential: Credential, at start: NIODeadline) throws(RPCError) -> CredentialCache.Entry {
    if let entry = cache.entry(for: credential.text), start < entry.expiry { return entry }
    let (verifier, generation) = state.withLock { ($0.verifier, $0.generation) }
    let entry = try verifier.verify(credential, at: start)
    // What was verified by keys that have been replaced meanwhile is not kept.
    state.withLock { if $0.generation == generation { cache.insert(entry) } }
    return entry
  }

  func replace(_ verifier: CredentialVerifier) {
    state.withLock { state in
      state.verifier = verifier
      state.generation += 1
      cache.removeAll()
    }
  }
}
