import Foundation
import Testing

@testable import Transcoding

@Suite struct RESTTests {
  @Test func aMethodIsReachedByItsPath() async throws {
    let answer = try await ask("GET", "/v1/numbers/12015550123", headers: ["Authorization": "Bearer x"])
    #expect(answer.status == 200 && answer.type == "application/json")
    #expect(answer.text == "{\"name\":\"numbers/12015550123\",\"phoneNumber\":\"Bearer x\"}")
  }

  @Test func bodiesAndIdempotencyKeysBecomeFields() async throws {
    let answer = try await ask(
      "POST",
      "/v1/organizations/acme/reservations",
      body: Data("{\"quantity\": {\"count\": 2}}".utf8),
      headers: ["Idempotency-Key": "\"k-1\"", "Content-Type": "application/json"]
    )
    #expect(answer.text == "{\"name\":\"organizations/acme k-1\"}")
  }

  @Test func errorsKeepCodeReasonAndDetails() async throws {
    let answer = try await ask("GET", "/v1/numbers/1")
    #expect(answer.status == 404 && answer.headers["retry-after"] == "2")
    #expect(
      answer.text == """
        {"error":{"code":404,"message":"No \\"1\\".","status":"NOT_FOUND","details":[\
        {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"RESOURCE_NOT_FOUND","domain":"trunkline",\
        "metadata":{"a":"b"}},\
        {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1.5s"}]}}
        """
    )
  }

  @Test(
    arguments: [
      ("GET", "/v1/nothing", nil, 404, "UNKNOWN_PATH"),
      ("DELETE", "/v1/numbers/1", nil, 405, "UNKNOWN_METHOD"),
      ("POST", "/trunkline.inventory.v1.InventoryService/GetNumber", "{}", 415, "UNSUPPORTED_CONTENT_TYPE"),
      ("GET", "/v1/numbers/1?wrong=1", nil, 400, "MALFORMED_JSON"),
      ("GET", "/v1/numbers/%ff", nil, 400, "MALFORMED_PATH"),
      ("POST", "/v1/organizations/a/reservations", "{", 400, "MALFORMED_JSON"),
      ("POST", "/v1/organizations/a/reservations", "{\"wrong\":1}", 400, "MALFORMED_JSON"),
      (
        "POST", "/v1/organizations/a/reservations", String(repeating: " ", count: 3_001), 429,
        "MESSAGE_TOO_LARGE"
      ),
    ] as [(String, String, String?, Int, String)]
  )
  func wrongRequestsAreExplained(
    method: String,
    path: String,
    body: String?,
    status: Int,
    reason: String
  ) async throws {
    let answer = try await ask(method, path, body: body.map { Data($0.utf8) })
    #expect(answer.status == status)
    #expect(answer.text.contains("\"reason\":\"\(reason)\""))
    #expect(answer.headers["allow"] == (status == 405 ? "GET" : nil))
  }

  @Test func streamsAreServerSentEvents() async throws {
    let answer = try await ask("GET", "/v1/organizations/a/orders/b:watch")
    #expect(answer.status == 200 && answer.type == "text/event-stream")
    let events = answer.text.components(separatedBy: "\n\n")
    #expect(events.count == 4 && events[3].isEmpty)
    #expect(events[0] == "data: {\"name\":\"organizations/a/orders/b\",\"etag\":\"a\"}")
    #expect(events[2].hasPrefix("event: error\ndata: {\"error\":{\"code\":409"))
  }

  @Test func pagesAreServed() async throws {
    let answer = try await ask("GET", "/page")
    #expect(answer.status == 200 && answer.type == "text/plain" && answer.text == "hello")
  }
}
