import Messages
import NIOCore
import Testing

@testable import Protobuf

struct JSONMappingTests {
  private let json = ProtoDescriptors.json

  @Test func textIsWhatProto3Says() throws {
    let reservation = InventoryV1.Reservation(
      name: "organizations/demo/reservations/7",
      phoneNumbers: ["+12015550123", "+12015550124"],
      state: .heldByOrder,
      fencingToken: 9_007_199_254_740_993,
      expireTime: GoogleProtobuf.Timestamp(seconds: 1_893_456_000, nanos: 500_000_000),
      block: true
    )
    let text = """
      {"name":"organizations/demo/reservations/7","phoneNumbers":["+12015550123","+12015550124"],\
      "state":"HELD_BY_ORDER","fencingToken":"9007199254740993","expireTime":"2030-01-01T00:00:00.500Z","block":true}
      """
    #expect(try json.string(from: reservation) == text)
    #expect(try json.message(from: text) == reservation)
  }

  @Test func choicesMapsAndBytes() throws {
    let request = InventoryV1.ReserveNumbersRequest(
      selection: .quantity(
        InventoryV1.NumberQuantity(criteria: InventoryV1.NumberCriteria(countryCode: "US"), count: 3)
      )
    )
    #expect(try json.string(from: request) == #"{"quantity":{"criteria":{"countryCode":"US"},"count":3}}"#)
    #expect(
      try json.message(from: #"{"quantity":{"criteria":{"country_code":"US"},"count":"3"}}"#) == request
    )

    let info = GoogleRpc.ErrorInfo(reason: "R", metadata: ["b": "2\n", "a": "\u{1}é"])
    #expect(try json.string(from: info) == #"{"reason":"R","metadata":{"a":"\u0001é","b":"2\n"}}"#)
    #expect(try json.message(from: #"{"reason":"R","metadata":{"a":"\u0001é","b":"2\n"}}"#) == info)

    let signed = TypeV1.SignedCaller(caller: [0xFB, 0xFF], signature: [])
    #expect(try json.string(from: signed) == #"{"caller":"+/8="}"#)
    #expect(try json.message(from: #"{"caller":"-_8"}"#) == signed)
  }

  @Test func wellKnownTypesAreStrings() throws {
    let retry = GoogleRpc.RetryInfo(retryDelay: GoogleProtobuf.Duration(seconds: -1, nanos: -5_000_000))
    #expect(try json.string(from: retry) == #"{"retryDelay":"-1.005s"}"#)
    #expect(try json.message(from: #"{"retryDelay":"-1.005s"}"#) == retry)
    #expect(
      WellKnownType.fieldMask.bytes(from: "name,pageSize").map {
        try? WellKnownType.fieldMask.string(from: $0[...])
      } == "name,pageSize"
    )
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1), ("2000-02-29T12:00:00+01:30", 951_820_200),
    ("0001-01-01T00:00:00Z", -62_135_596_800), ("9999-12-31T23:59:59Z", 253_402_300_799),
  ])
  func timesAreRead(text: String, seconds: Int64) throws {
    #expect(SecondsAndNanoseconds(timestamp: text)?.seconds == seconds)
  }

  @Test(arguments: [
    "2001-02-29T00:00:00Z", "2001-13-01T00:00:00Z", "2001-01-01T24:00:00Z", "2001-01-01 00:00:00Z",
    "2001-01-01T00:00:00",
    "0001-01-01T00:00:00+00:01",
  ])
  func timesAreRefused(text: String) {
    #expect(SecondsAndNanoseconds(timestamp: text) == nil)
  }

  @Test(arguments: [
    (#"{"quantity":{"count":"x"}}"#, "quantity.count", "32 bits"),
    (#"{"quantity":{"count":2147483648}}"#, "quantity.count", "32 bits"),
    (#"{"quantity":{"criteria":{"numberType":"LOKAL"}}}"#, "quantity.criteria.numberType", "TOLL_FREE"),
    (#"{"specific":{"phoneNumbers":["a",7]}}"#, "specific.phoneNumbers[1]", "string"),
    (#"{"specific":{"phoneNumbers":"a"}}"#, "specific.phoneNumbers", "array"),
    (#"{"specific":{},"block":{}}"#, "block", "excludes"),
    (#"{"requestId":"a","request_id":"b"}"#, "requestId", "twice"),
    (#"{"colour":1}"#, "colour", "not a field"),
    (#"{"parent":"a\u0000"}"#, "parent", "U+0000"),
    (#"{"bestEffort":1}"#, "bestEffort", "true or false"),
    (#"{"parent":}"#, "", "JSON"),
    ("[]", "", "object"),
  ])
  func errorsNameTheField(text: String, path: String, problem: String) {
    let error = #expect(throws: JSONMappingError.self) {
      try json.bytes(from: text, type: InventoryV1.ReserveNumbersRequest.fullName)
    }
    #expect(error?.fieldPath == path)
    #expect(error?.problem.contains(problem) == true)
  }
}
