import GatewayRules
import Testing

@Suite struct DeliveryPlacesTests {
  private func webhook(_ id: String, timeouts: Int = 0) -> DueWebhook {
    DueWebhook(WebhookKey(organization: "acme", id: id), timeouts: timeouts)
  }

  /// How many of a webhook's resources get a place.
  private func taken(_ places: inout DeliveryPlaces, by webhook: DueWebhook, of count: Int) -> Int {
    var taken = 0
    for number in 0..<count where places.take("r\(number)", of: webhook) { taken += 1 }
    return taken
  }

  @Test func aWebhookHasFewPlacesAndOneThatIsSilentHasOne() {
    var places = DeliveryPlaces()
    let counts = [
      taken(&places, by: webhook("a"), of: 10), taken(&places, by: webhook("b", timeouts: 3), of: 9),
    ]
    #expect(counts == [4, 1])
    #expect(places.inTurn([webhook("a"), webhook("b", timeouts: 3), webhook("c")]) == [webhook("c")])
  }

  @Test func oneEventOfAResourceIsUnderWay() {
    var places = DeliveryPlaces()
    let first = [places.take("r", of: webhook("a")), places.take("r", of: webhook("a"))]
    #expect(first == [true, false])
    places.leave("r", of: webhook("a").key)
    let next = places.take("r", of: webhook("a"))
    #expect(next)
  }

  @Test func whoeverUsesTheFewestComesFirstAndAllPlacesAreTaken() {
    var places = DeliveryPlaces()
    let webhooks = (0..<40).map { webhook("w\($0)") }
    let few = [2, 2, 1].enumerated().map { taken(&places, by: webhooks[$0], of: $1) }
    #expect(few == [2, 2, 1])
    let turn = places.inTurn(webhooks)
    #expect(Set(turn.prefix(37)) == Set(webhooks.dropFirst(3)) && turn[37] == webhooks[2])
    let others = webhooks.dropFirst(3).map { taken(&places, by: $0, of: 1) }
    #expect(others.reduce(0, +) == DeliveryPlaces.most - 5 && places.inTurn(webhooks).isEmpty)
    places.leave("r0", of: webhooks[2].key)
    places.leave("unknown", of: webhooks[2].key)
    let last = [taken(&places, by: webhooks[39], of: 1), taken(&places, by: webhooks[38], of: 1)]
    #expect(last == [1, 0])
  }
}
