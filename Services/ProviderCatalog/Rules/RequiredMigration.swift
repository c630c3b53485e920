import Telephony

/// A location that has to leave a connection that is not integrated, because its provider ends such connections
/// (domain.md section 8, the banner).
public struct RequiredMigration: Hashable, Sendable {
  public let location: String
  public let provider: Provider
  public let lastDay: CivilDate
  public let plan: MigrationPlan

  /// Nil when the location may stay as it is.
  public init?(location: String, kind: ConnectionKind?, country: String, provider: Provider?) {
    guard let provider, kind == .nonIntegratedCloud, let lastDay = provider.nonIntegratedLastDay,
      provider.offers(.integratedCloud, in: country)
    else { return nil }
    self.location = location
    self.provider = provider
    self.lastDay = lastDay
    plan = MigrationPlan(from: .nonIntegratedCloud, to: .integratedCloud)
  }

  /// What a banner says of them; empty for none.
  public static func banner(_ migrations: [RequiredMigration]) -> String {
    guard let first = migrations.map(\.lastDay).min() else { return "" }
    let locations = migrations.count == 1 ? "1 location has" : "\(migrations.count) locations have"
    return "\(locations) to migrate to an integrated provider, the first until \(first)."
  }
}
