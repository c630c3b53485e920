/// How the country of an order's location orders new numbers (domain.md section 4).
public enum OrderKind: String, Hashable, Sendable, CaseIterable {
  /// Search, reserve, order, provisioned at once.
  case selfService = "SELF_SERVICE"
  /// Handed in with documents and reviewed.
  case assisted = "ASSISTED"
}

/// What numbers are for (domain.md section 1).
public enum NumberUsage: String, Hashable, Sendable, CaseIterable {
  /// For people and workspaces.
  case standard = "STANDARD"
  /// For site services.
  case service = "SERVICE"
}

/// What to do when not all numbers are to be had (domain.md section 4, D).
public enum Fulfillment: Hashable, Sendable {
  /// All or none.
  case all
  /// As many as there are, but not fewer than this.
  case partial(minimum: Int)
  /// Wait until there are enough.
  case backorder
}
