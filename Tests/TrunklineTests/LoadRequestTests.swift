import Load
import Messages
import NIOCore
import Testing

@testable import trunkline

@Suite struct LoadRequestTests {
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

  private typealias Search = InventoryV1.SearchNumbersResponse
  private let found = Search(
    numbers: [.init(phoneNumber: "+1", areaCode: "201"), .init(phoneNumber: "+2", mainNumber: true)],
    nextPageToken: "a\"b"
  )

  @Test(arguments: [
    ("nextPageToken", "a\"b"), ("next_page_token", "a\"b"), ("numbers.0.areaCode", "201"),
    ("numbers.1.phoneNumber", "+2"), ("numbers.1.areaCode", ""), ("numbers.1.mainNumber", "true"),
    ("numbers.0.blockSize", "0"),
  ])
  func fieldsOfAnswersAreFound(path: String, text: String) throws {
    let field = try #require(AnswerField(path: path, in: Search.fullName, of: ProtoDescriptors.all))
    #expect(field.text(in: found.serialized()) == text)
  }

  @Test func anElementThatIsNotThereIsNotFound() throws {
    let field = AnswerField(path: "numbers.2.areaCode", in: Search.fullName, of: ProtoDescriptors.all)
    #expect(try #require(field).text(in: found.serialized()) == nil)
  }

  @Test(arguments: ["", "numbers", "numbers.0", "numbers.x.areaCode", "nextPageToken.x", "nothing"])
  func whatIsNoTextOrNumberIsRefused(path: String) {
    #expect(AnswerField(path: path, in: Search.fullName, of: ProtoDescriptors.all) == nil)
  }

  @Test func laterRequestsAreMadeOfAnyAnswerBefore() throws {
    let request = try LaterRequest(
      #"{"a": "{{answer.name}}", "b": "{{answer1.nextPageToken}}", "c": {{answer.fencingToken}}}"#,
      answers: [Search.fullName, InventoryV1.Reservation.fullName],
      of: ProtoDescriptors.all
    )
    let reservation = InventoryV1.Reservation(name: "r/1", fencingToken: -7)
    let text = request.text([found.serialized(), reservation.serialized()])
    #expect(text == #"{"a": "r/1", "b": "a\"b", "c": -7}"#)
  }

  @Test(arguments: [
    "{{answer3.name}}", "{{answer0.name}}", "{{name}}", "{{answer.nothing}}", "{{answerx.name}}",
  ])
  func unknownAnswersAreRefused(text: String) {
    #expect(throws: LoadTemplateProblem.self) {
      try LaterRequest(text, answers: [Search.fullName], of: ProtoDescriptors.all)
    }
  }

  @Test(arguments: KnownJourney.allCases)
  func journeysFitTheMethodsOfTheSuite(journey: KnownJourney) throws {
    let load = try PreparedLoad(journey.journey, of: ProtoDescriptors.all)
    #expect(load.later.count == journey.journey.calls.count - 1)
  }
}
