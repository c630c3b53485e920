import Foundation
import NIOCore
import RPC

/// A gRPC-Web request whose body is on its way (PROTOCOL-WEB.md): what browsers can send, of messages framed as in gRPC.
final class GRPCWebRequest: TranscodedRequest {
  private let head: RequestHead
  private let exchange: any HTTPExchange
  private let connection: any ServerTransport
  private let isText: Bool
  private var body = ByteBuffer()
  /// What there is room for; nil until the path was looked up.
  private var limitBytes: Int?

  init(_ head: RequestHead, _ exchange: any HTTPExchange, _ connection: any ServerTransport) {
    self.head = head
    self.exchange = exchange
    self.connection = connection
    isText = head.contentType.hasPrefix("application/grpc-web-text")
  }

  func receive(_ bytes: ByteBuffer, endStream: Bool, router: ServiceRouter) -> TranscodingStep {
    // Whoever may not call does not fill our memory first.
    guard let limit = limitBytes ?? findLimit(router) else { return begin(ByteBuffer(), router) }
    limitBytes = limit
    guard body.readableBytes + bytes.readableBytes <= limit else {
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

  /// Bytes that the body may have, or nil when the call will be refused.
  private func findLimit(_ router: ServiceRouter) -> Int? {
    guard let method = router.method(head.path), connection.admits(method, head.metadata) else { return nil }
    // Base64, and the prefix of the message.
    return (method.requestLimitBytes + 8) / 3 * 4 + 8
  }

  private var frames: ByteBuffer? {
    guard isText else { return body }
    return Data(base64Encoded: String(buffer: body)).map { ByteBuffer(bytes: $0) }
  }

  private func begin(_ frames: ByteBuffer, _ router: ServiceRouter) -> TranscodingStep {
    var call = head
    call.contentType = "application/grpc"
    // Browsers undo compression themselves, and only that of HTTP.
    call.acceptsGzip = false
    let answer = GRPCWebAnswer(isText: isText, exchange, connection)
    let begun = ServerCall.begin(call, stream: 0, router: router, transport: answer, now: .now())
    guard let begun, !begun.isFinished else { return .answered }
    begun.receive(frames, endStream: true)
    return begun.isFinished ? .answered : .began(begun)
  }
}
