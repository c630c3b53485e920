import Telephony

/// What a customer asks for, in the right form. It never changes after the order is created.
public struct OrderDraft: Hashable, Sendable {
  /// Most characters of the details.
  public static let maximumDetailCharacters = 1_000

  /// Id of the organization.
  public let organization: String
  /// `organizations/{organization}/locations/{location}` that gets the numbers.
  public let location: String
  public let kind: OrderKind
  public let selection: NumberSelection
  public let fulfillment: Fulfillment
  public let usage: NumberUsage
  /// What the reviewer should know.
  public let details: String
  /// What an assisted order asks for.
  public let terms: ApplicationTerms

  public init(
    organization: String,
    location: String,
    kind: OrderKind,
    selection: NumberSelection,
    fulfillment: Fulfillment,
    usage: NumberUsage,
    details: String,
    terms: ApplicationTerms
  ) {
    self.organization = organization
    self.location = location
    self.kind = kind
    self.selection = selection
    self.fulfillment = fulfillment
    self.usage = usage
    self.details = details
    self.terms = terms
  }
}
