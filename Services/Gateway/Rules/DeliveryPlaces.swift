/// Which deliveries may be under way: few of one webhook, so that a receiver that is slow takes nothing from the others,
/// and one of each resource, so that its events come in order.
public struct DeliveryPlaces: Sendable {
  /// Of all webhooks together.
  public static let most = 32
  private static let mostOfWebhook = 4

  private var underWay: [WebhookKey: Set<String>] = [:]
  private var count = 0

  public init() {}

  /// How many of a webhook may be under way: one that did not answer in time shows with one delivery whether it does now.
  public static func most(afterTimeouts timeouts: Int) -> Int { timeouts == 0 ? mostOfWebhook : 1 }

  /// Those that have a place free, the ones first that use the fewest.
  public func inTurn(_ webhooks: [DueWebhook]) -> [DueWebhook] {
    guard count < Self.most else { return [] }
    return webhooks.filter { used(by: $0) < Self.most(afterTimeouts: $0.timeouts) }
      .shuffled()
      .sorted { used(by: $0) < used(by: $1) }
  }

  /// Takes a place; false when none is free, or an event of the resource is under way.
  public mutating func take(_ resource: String, of webhook: DueWebhook) -> Bool {
    let limit = Self.most(afterTimeouts: webhook.timeouts)
    guard count < Self.most, used(by: webhook) < limit,
      underWay[webhook.key, default: []].insert(resource).inserted
    else { return false }
    count += 1
    return true
  }

  /// Gives a place back.
  public mutating func leave(_ resource: String, of webhook: WebhookKey) {
    guard underWay[webhook]?.remove(resource) != nil else { return }
    count -= 1
    if underWay[webhook]?.isEmpty == true { underWay[webhook] = nil }
  }

  private func used(by webhook: DueWebhook) -> Int { underWay[webhook.key]?.count ?? 0 }
}

/// Which webhook it is.
public struct WebhookKey: Hashable, Sendable {
  public let organization: String
  public let id: String

  public init(organization: String, id: String) { (self.organization, self.id) = (organization, id) }
}

/// A webhook that has to be sent something.
public struct DueWebhook: Hashable, Sendable {
  public let key: WebhookKey
  /// How often in a row it did not answer in time.
  public let timeouts: Int

  public init(_ key: WebhookKey, timeouts: Int) { (self.key, self.timeouts) = (key, timeouts) }
}
