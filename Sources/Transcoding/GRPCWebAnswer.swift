import Foundation
import NIOCore
import RPC

/// Turns the answer of a call into gRPC-Web: the trailers are the last frame of the body (PROTOCOL-WEB.md).
final class GRPCWebAnswer: TranscodedAnswer {
  private static let trailersFlag: UInt8 = 0x80

  private let isText: Bool
  private let exchange: any HTTPExchange
  let connection: any ServerTransport
  private var hasBegun = false

  init(isText: Bool, _ exchange: any HTTPExchange, _ connection: any ServerTransport) {
    self.isText = isText
    self.exchange = exchange
    self.connection = connection
  }

  func sendReply(_ message: LengthPrefixedMessage, stream: Int32) {
    var body = message.bytes
    body.writeImmutableBuffer(Self.frame(of: Status.ok.trailers))
    exchange.respond(200, headers([]), body: encoded(body))
  }

  func sendHeaders(_ headers: [Metadata.Entry], stream: Int32) {
    hasBegun = true
    exchange.begin(200, self.headers(headers))
  }

  func sendMessage(_ bytes: ByteBuffer, stream: Int32) -> Int { exchange.send(encoded(bytes)) }

  func sendTrailers(_ trailers: [Metadata.Entry], stream: Int32) {
    _ = exchange.send(encoded(Self.frame(of: trailers)))
    exchange.end()
  }

  func sendTrailersOnly(_ trailers: [Metadata.Entry], stream: Int32) {
    exchange.respond(200, headers([]), body: encoded(Self.frame(of: trailers)))
  }

  func sendHTTPStatus(_ status: Int, stream: Int32) { exchange.respond(status, [], body: ByteBuffer()) }

  private func headers(_ headers: [Metadata.Entry]) -> [Metadata.Entry] {
    let type = isText ? "application/grpc-web-text+proto" : "application/grpc-web+proto"
    return [Metadata.Entry(name: "content-type", value: type)] + headers
  }

  private func encoded(_ bytes: ByteBuffer) -> ByteBuffer {
    isText ? ByteBuffer(bytes: Data(bytes.readableBytesView).base64EncodedData()) : bytes
  }

  private static func frame(of trailers: [Metadata.Entry]) -> ByteBuffer {
    let text = trailers.map { "\($0.name): \($0.value)\r\n" }.joined()
    var frame = ByteBuffer()
    frame.writeInteger(trailersFlag)
    frame.writeInteger(UInt32(text.utf8.count))
    frame.writeString(text)
    return frame
  }
}
