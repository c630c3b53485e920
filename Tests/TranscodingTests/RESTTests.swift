import Foundation
import Messages
import NIOCore
import Protobuf
import RPC
import RPCTransport
import Testing

@testable import Transcoding

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// What came back over plain HTTP.
private struct Answer {
  var status: Int
  var type: String
  var headers: [String: String]
  var text: String
}

/// Some methods of the inventory and of ordering, answered by what they were asked.
private func services() -> [ServiceDefinition] {
  func method(_ service: String, _ name: String, _ shape: Method.Shape = .unary) -> Method {
    Method(
      service: "trunkline.\(service)",
      name: name,
      shape: shape,
      access: .public,
      requestLimitBytes: 1_000
    )
  }
  return [
    ServiceDefinition(
      name: "trunkline.inventory.v1.InventoryService",
      methods: [
        .immediate(method("inventory.v1.InventoryService", "GetNumber")) {
          (request: InventoryV1.GetNumberRequest, context) in
          guard request.name != "numbers/1" else {
            throw RPCError(
              .notFound,
              reason: "RESOURCE_NOT_FOUND",
              message: "No \"1\".",
              information: ["a": "b"]
            )
            .with(.retryInfo(delayMilliseconds: 1_500))
          }
          return InventoryV1.Number(name: request.name, phoneNumber: context.metadata["authorization"] ?? "")
        },
        .unary(method("inventory.v1.InventoryService", "ReserveNumbers")) {
          (request: InventoryV1.ReserveNumbersRequest, context) in
          context.trailingMetadata.append("x-some", "thing")
          return InventoryV1.Reservation(name: "\(request.parent) \(request.requestId)")
        },
      ]
    ),
    ServiceDefinition(
      name: "trunkline.ordering.v1.OrderingService",
      methods: [
        .serverStreaming(method("ordering.v1.OrderingService", "WatchOrder", .serverStreaming)) {
          (request: OrderingV1.WatchOrderRequest, responses: ResponseWriter<OrderingV1.Order>, _) in
          for etag in ["a", "b"] {
            try await responses.write(OrderingV1.Order(name: request.name, etag: etag))
          }
          throw RPCError(.aborted, reason: "ENDED", message: "over")
        }
      ]
    ),
  ]
}

@Suite struct RESTTests {
  private func ask(
    _ method: String,
    _ path: String,
    body: String? = nil,
    headers: [String: String] = [:]
  ) async throws -> Answer {
    let services = services()
    let server = RPCServer(
      configuration: .init(),
      services: services,
      transcoder: RESTTranscoder(
        services: services,
        pages: ["/page": .init(contentType: "text/plain", body: "hello")]
      )
    )
    let port = try await server.start().port ?? 0
    let session = URLSession(configuration: .ephemeral)
    var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(path)")))
    request.httpMethod = method
    request.httpBody = body.map { Data($0.utf8) }
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    let (data, response) = try await session.data(for: request)
    session.invalidateAndCancel()
    await server.shutdown(gracePeriod: .zero)
    let http = try #require(response as? HTTPURLResponse)
    var found: [String: String] = [:]
    for (name, value) in http.allHeaderFields { found["\(name)".lowercased()] = "\(value)" }
    let type = found["content-type"] ?? ""
    return Answer(
      status: http.statusCode,
      type: type,
      headers: found,
      text: String(decoding: data, as: UTF8.self)
    )
  }

  @Test func aMethodIsReachedByItsPath() async throws {
    let answer = try await ask("GET", "/v1/numbers/12015550123", headers: ["Authorization": "Bearer x"])
    #expect(answer.status == 200 && answer.type == "application/json")
    #expect(answer.text == "{\"name\":\"numbers/12015550123\",\"phoneNumber\":\"Bearer x\"}")
  }

  @Test func bodiesAndIdempotencyKeysBecomeFields() async throws {
    let answer = try await ask(
      "POST",
      "/v1/organizations/acme/reservations",
      body: "{\"quantity\": {\"count\": 2}}",
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
    let answer = try await ask(method, path, body: body)
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
