import Load
import Messages
import NIOCore
import Testing

@testable import trunkline

@Suite struct LoadTemplateTests {
  /// A template with every kind of variable, in nested messages, compiles into requests that decode.
  @Test func requestsOfAMethodAreCompiledFromJSON() throws {
    let json = """
      {"parent": "organizations/demo", "requestId": "{{uuid}}", "quantity": {"count": {{random:1:9}},
       "criteria": {"countryCode": "US", "areaCode": "{{pick:201|973|1201}}", "prefix": "{{number:201:3}}"}}}
      """
    var random = SystemRandomNumberGenerator()
    let type = InventoryV1.ReserveNumbersRequest.fullName
    let template = try RequestTemplate(compiling: json, using: &random) { try Output.encode($0, type: type) }
    var ids: Set<String> = []
    var areas: Set<String> = []
    for framed in template.samples(500) {
      let message = ByteBuffer(bytes: framed.dropFirst(5))
      let request = try InventoryV1.ReserveNumbersRequest(serialized: message)
      ids.insert(request.requestId)
      guard case .quantity(let quantity)? = request.selection else {
        Issue.record("\(request)")
        return
      }
      areas.insert(quantity.criteria?.areaCode ?? "")
      #expect((1...9).contains(quantity.count))
      #expect(quantity.criteria?.prefix.wholeMatch(of: /201[0-9]{3}/) != nil)
    }
    #expect(ids.count == 500)
    #expect(areas == ["201", "973", "1201"])
  }

  @Test func aWrongFieldIsNamed() {
    var random = SystemRandomNumberGenerator()
    #expect(throws: (any Error).self) {
      try RequestTemplate(compiling: "{\"nonsense\": 1}", using: &random) {
        try Output.encode($0, type: InventoryV1.GetNumberRequest.fullName)
      }
    }
  }
}
