import GatewayRules
import Telephony
import Testing

@Suite struct ListPlaceTests {
  @Test(arguments: [
    [ListPlace(), ListPlace()],
    [ListPlace(token: "b1z.b7", after: "8d1e-0"), ListPlace(isAtEnd: true)],
    [ListPlace(token: "a-b", after: "x"), ListPlace(token: "", after: "y")],
  ])
  func tokensAreReadBack(places: [ListPlace]) throws {
    let token = ListPlaces(places).token
    #expect(try ListPlaces(token: token, count: 2).places == places)
  }

  @Test func theEndOfAllHasNoToken() {
    #expect(ListPlaces([ListPlace(isAtEnd: true), ListPlace(isAtEnd: true)]).token.isEmpty)
  }

  @Test(arguments: ["x", ":", ":~1", ":~A:", "end", ":~:~:", String(repeating: "1", count: 401)])
  func otherTextsAreNoTokens(text: String) {
    let refusal = #expect(throws: Refusal.self) {
      try ListPlaces(token: text, count: 2)
    }
    #expect(refusal?.reason == "INVALID_PAGE_TOKEN")
  }
}
