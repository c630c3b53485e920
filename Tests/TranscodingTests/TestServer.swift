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
struct Answer {
  var status: Int
  var type: String
  var headers: [String: String]
  var text: String { String(decoding: body, as: UTF8.self) }
  var body: Data
}

/// Some methods of the inventory and of ordering, answered by what they were asked.
func services() -> [ServiceDefinition] {
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

/// Sends one request to a server of its own.
func ask(
  _ method: String,
  _ path: String,
  body: Data? = nil,
  headers: [String: String] = [:]
) async throws -> Answer {
  let services = services()
  let server = RPCServer(
    configuration: .init(),
    services: services,
    transcoder: WebTranscoder(
      rest: RESTTranscoder(
        services: services,
        pages: ["/page": .init(contentType: "text/plain", body: "hello")]
      ),
      allowedOrigins: ["https://portal.example.com"]
    )
  )
  let port = try await server.start().port ?? 0
  let session = URLSession(configuration: .ephemeral)
  var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(path)")))
  request.httpMethod = method
  request.httpBody = body
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
    body: data
  )
}
