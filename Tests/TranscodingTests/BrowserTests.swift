import Foundation
import Messages
import NIOCore
import Protobuf
import RPC
import Testing

@testable import Transcoding

/// gRPC-Web, and pages of other origins.
@Suite struct BrowserTests {
  private let origin = "https://portal.example.com"

  private func call(
    _ method: String,
    _ request: some ProtobufMessage,
    type: String,
    encode: (Data) -> Data = { $0 }
  ) async throws -> Answer {
    let frame = Data(LengthPrefixedMessage(encoding: request).bytes.readableBytesView)
    return try await ask("POST", method, body: encode(frame), headers: ["Content-Type": type])
  }

  /// The messages, and the trailers of the last frame.
  private func frames(_ data: Data) -> (messages: [ByteBuffer], trailers: String) {
    var rest = ByteBuffer(bytes: data)
    var messages: [ByteBuffer] = []
    while let flag: UInt8 = rest.readInteger(), let length: UInt32 = rest.readInteger() {
      guard let content = rest.readSlice(length: Int(length)) else { break }
      if flag == 0x80 { return (messages, String(buffer: content)) }
      messages.append(content)
    }
    Issue.record("no trailers")
    return (messages, "")
  }

  @Test func unaryCallsPass() async throws {
    let answer = try await call(
      "/trunkline.inventory.v1.InventoryService/GetNumber",
      InventoryV1.GetNumberRequest(name: "numbers/12015550123"),
      type: "application/grpc-web+proto"
    )
    #expect(answer.status == 200 && answer.type == "application/grpc-web+proto")
    let (messages, trailers) = frames(answer.body)
    #expect(try InventoryV1.Number(serialized: messages[0]).name == "numbers/12015550123")
    #expect(messages.count == 1 && trailers == "grpc-status: 0\r\n")
  }

  @Test func textIsBase64() async throws {
    let answer = try await call(
      "/trunkline.inventory.v1.InventoryService/GetNumber",
      InventoryV1.GetNumberRequest(name: "numbers/1"),
      type: "application/grpc-web-text",
      encode: { $0.base64EncodedData() }
    )
    #expect(answer.type == "application/grpc-web-text+proto")
    let (messages, trailers) = frames(try #require(Data(base64Encoded: answer.text)))
    #expect(messages.isEmpty && trailers.hasPrefix("grpc-status: 5\r\n"))
    #expect(trailers.contains("grpc-status-details-bin: "))
  }

  @Test func streamsEndWithTheirTrailers() async throws {
    let answer = try await call(
      "/trunkline.ordering.v1.OrderingService/WatchOrder",
      OrderingV1.WatchOrderRequest(name: "organizations/a/orders/b"),
      type: "application/grpc-web"
    )
    let (messages, trailers) = frames(answer.body)
    #expect(messages.count == 2 && trailers.hasPrefix("grpc-status: 10\r\n"))
  }

  @Test func pagesOfAllowedOriginsMayAsk() async throws {
    let question = ["Origin": origin, "Access-Control-Request-Method": "POST"]
    let path = "/v1/organizations/a/reservations"
    let allowed = try await ask("OPTIONS", path, headers: question)
    #expect(allowed.status == 204 && allowed.headers["access-control-allow-origin"] == origin)
    let other = question.merging(["Origin": "https://other.example.com"]) { $1 }
    #expect(try await ask("OPTIONS", path, headers: other).status == 403)
  }

  @Test func theirAnswersMayBeRead() async throws {
    let allowed = try await ask("GET", "/page", headers: ["Origin": origin])
    #expect(allowed.text == "hello" && allowed.headers["access-control-allow-origin"] == origin)
    let other = try await ask("GET", "/page", headers: ["Origin": "https://other.example.com"])
    #expect(other.text == "hello" && other.headers["access-control-allow-origin"] == nil)
  }
}
