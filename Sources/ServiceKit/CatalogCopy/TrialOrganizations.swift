import Synchronization

/// Which organizations are trials, in memory: what a trial's numbers can do is answered with each of them.
public final class TrialOrganizations: Sendable {
  private let names = Mutex<Set<String>>([])

  func note(_ organization: String, isTrial: Bool) {
    names.withLock { names in
      if isTrial { names.insert(organization) } else { names.remove(organization) }
    }
  }

  /// Whether one is a trial.
  ///
  /// - Parameter organization: `organizations/{organization}`.
  public func contains(_ organization: String) -> Bool { names.withLock { $0.contains(organization) } }
}
