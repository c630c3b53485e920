/// Where a rule of a country comes from.
public struct RuleSource: Hashable, Sendable {
  /// Name of the rule, such as `port_hours`.
  public var rule: String
  /// The section of the guide, the regulation or the decision.
  public var source: String
  /// The day from which it holds.
  public var since: CivilDate

  public init(rule: String, source: String, since: CivilDate) {
    self.rule = rule
    self.source = source
    self.since = since
  }
}
