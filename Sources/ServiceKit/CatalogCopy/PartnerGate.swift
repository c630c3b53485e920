import Messages
import RPC
import Synchronization
import Telephony

/// Refuses every call of a partner that is not enrolled, or does not manage the organization that it acts for
/// (domain.md section 2): the one check of all methods of a service, made before any of them.
///
/// It decides in memory, by what the catalog's events told, so that no look-up waits for it. News counts when its event
/// has come, which takes milliseconds.
public final class PartnerGate: ServerInterceptor {
  private struct State {
    /// By the name of the organization; empty for nobody.
    var managingPartners: [String: String] = [:]
    /// Names of partners.
    var enrolled: Set<String> = []
  }

  private let state = Mutex(State())
  private let isWhole: Bool
  private let stalenessMilliseconds: @Sendable () -> Int64

  /// - Parameters:
  ///   - isWhole: whether an organization of which nothing was noted does not exist; else its news may be on the way.
  ///   - stalenessMilliseconds: how old what was noted may be; 0 while every change is noted at once.
  public init(isWhole: Bool = false, stalenessMilliseconds: @escaping @Sendable () -> Int64 = { 0 }) {
    self.isWhole = isWhole
    self.stalenessMilliseconds = stalenessMilliseconds
  }

  /// Notes who manages an organization.
  ///
  /// - Parameters:
  ///   - organization: `organizations/{organization}`.
  ///   - partner: `partners/{partner}`; empty for nobody.
  public func note(_ organization: String, managedBy partner: String) {
    state.withLock { $0.managingPartners[organization] = partner }
  }

  /// Notes whether a partner is enrolled.
  ///
  /// - Parameter partner: `partners/{partner}`.
  public func note(_ partner: String, isEnrolled: Bool) {
    state.withLock { state in
      if isEnrolled { state.enrolled.insert(partner) } else { state.enrolled.remove(partner) }
    }
  }

  public func began(_ context: ServerContext) throws(RPCError) {
    guard let caller = context.caller, caller.role == .partner else { return }
    let partner = "partners/\(caller.partner)"
    let (isKnown, mayAct) = state.withLock { state in
      let managing = state.managingPartners["organizations/\(caller.organization)"]
      return (managing != nil, managing == partner && state.enrolled.contains(partner))
    }
    if mayAct { return }
    let refusal = Refusal.partnerNotEnrolled
    let staleness = stalenessMilliseconds()
    // No answer is better than a wrong one.
    guard staleness == 0, isKnown || isWhole else {
      throw .catalogStale(refusal, stalenessMilliseconds: staleness)
    }
    throw RPCError(refusal)
  }
}

extension RPCError {
  /// Refusing would go by a copy of the catalog that is known to be behind.
  static func catalogStale(_ refusal: Refusal, stalenessMilliseconds: Int64) -> RPCError {
    RPCError(
      .unavailable,
      reason: "CATALOG_STALE",
      message:
        "By what is known here the answer would be \(refusal.reason), but the catalog's changes have not come "
        + "for \(stalenessMilliseconds) ms and it cannot be asked. Repeat the call later.",
      information: ["staleness_milliseconds": "\(stalenessMilliseconds)"]
    )
    .with(.retryInfo(delayMilliseconds: 1_000))
  }
}
