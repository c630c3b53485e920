import Foundation
import NIOCore
import RPC

/// A gRPC-Web request whose body is on its way (PROTOCOL-WEB.md): what browsers can send, of messages framed as in gRPC.
final class GRPCWebRequest: TranscodedRequest {
  /// Of the body; each method has a limit of its own for its message, which is lower.
  private static let limitBytes = 8_388_608

  private let head: RequestHead
  private let exchange: any HTTPExchange
  private let connection: any ServerTransport
  private let isText: Bool
  private var body = ByteBuffer()

  init(_ head: RequestHead, _ exchange: any HTTPExchange, _ connection: any ServerTransport) {
    self.head = head
    self.exchange = exchange
    self.connection = connection
    isText = head.contentType.hasPrefix("application/grpc-web-text")
  }

  func receive(_ bytes: ByteBuffer, endStream: Bool, router: ServiceRouter) -> TranscodingStep {
    guard body.readableBytes + bytes.readableBytes <= Self.limitBytes else {
      exchange.respond(413, [], body: ByteBuffer())
      return .answered
    }
    body.writeImmutableBuffer(bytes)
    guard endStream else { return .waiting }
    guard let frames = frames else {
      exchange.respond(400, [], body: ByteBuffer())
      return .answered
    }
    return begin(frames, router)
  }

  private var frames: ByteBuffer? {
    guard isText else { return body }
    return Data(base64Encoded: String(buffer: body)).map { ByteBuffer(bytes: $0) }
  }

  private func begin(_ frames: ByteBuffer, _ router: ServiceRouter) -> TranscodingStep {
    var call = head
    call.contentType = "application/grpc"
    // Browsers undo compression themselves, and only that of HTTP.
    call.acceptEncoding = nil
    let answer = GRPCWebAnswer(isText: isText, exchange, connection)
    let begun = ServerCall.begin(call, stream: 0, router: router, transport: answer, now: .now())
    guard let begun, !begun.isFinished else { return .answered }
    begun.receive(frames, endStream: true)
    return begun.isFinished ? .answered : .began(begun)
  }
}
