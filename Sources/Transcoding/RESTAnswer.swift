import Messages
import NIOCore
import Protobuf
import RPC

/// Turns the answer of a call into JSON: one document, or, of a method that streams, server-sent events.
final class RESTAnswer: TranscodedAnswer {
  private let route: HTTPRoute
  private let exchange: any HTTPExchange
  let connection: any ServerTransport
  private var message: ByteBuffer?
  private var hasBegun = false

  init(_ route: HTTPRoute, _ exchange: any HTTPExchange, _ connection: any ServerTransport) {
    self.route = route
    self.exchange = exchange
    self.connection = connection
  }

  func sendReply(_ message: LengthPrefixedMessage, stream: Int32) {
    self.message = message.message
    finish()
  }

  func sendHeaders(_ headers: [Metadata.Entry], stream: Int32) {
    if isStream { beginEvents() }
  }

  func sendMessage(_ bytes: ByteBuffer, stream: Int32) -> Int {
    var message = bytes
    message.moveReaderIndex(forwardBy: LengthPrefixedMessage.prefixBytes)
    guard isStream else {
      self.message = message
      return 0
    }
    beginEvents()
    guard let json = json(message) else { return 0 }
    return exchange.send(ByteBuffer(string: "data: \(json)\n\n"))
  }

  func sendTrailers(_ trailers: [Metadata.Entry], stream: Int32) {
    if isStream { return endEvents(trailers) }
    if let error = ErrorJSON(trailers: trailers) { exchange.respond(error) } else { finish() }
  }

  func sendTrailersOnly(_ trailers: [Metadata.Entry], stream: Int32) {
    if let error = ErrorJSON(trailers: trailers) {
      exchange.respond(error)
    } else if isStream {
      beginEvents()
      exchange.end()
    } else {
      finish()
    }
  }

  func sendHTTPStatus(_ status: Int, stream: Int32) { exchange.respond(status, [], body: ByteBuffer()) }
}

extension RESTAnswer {
  private var isStream: Bool { route.descriptor.isServerStreaming }

  private func json(_ message: ByteBuffer) -> String? {
    try? ProtoDescriptors.json.string(from: message, type: route.descriptor.response)
  }

  private func finish() {
    guard let json = json(message ?? ByteBuffer()) else {
      return exchange.respond(ErrorJSON(.unreadableAnswer))
    }
    let headers = [Metadata.Entry(name: "content-type", value: "application/json")]
    exchange.respond(200, headers, body: ByteBuffer(string: json))
  }

  private func beginEvents() {
    guard !hasBegun else { return }
    hasBegun = true
    let headers = [
      Metadata.Entry(name: "content-type", value: "text/event-stream"),
      Metadata.Entry(name: "cache-control", value: "no-store"),
    ]
    exchange.begin(200, headers)
  }

  private func endEvents(_ trailers: [Metadata.Entry]) {
    beginEvents()
    if let error = ErrorJSON(trailers: trailers) {
      _ = exchange.send(ByteBuffer(string: "event: error\ndata: \(error.text)\n\n"))
    }
    exchange.end()
  }
}

extension RPCError {
  fileprivate static let unreadableAnswer = RPCError(
    .internal,
    reason: "INTERNAL",
    message: "The answer cannot be written as JSON."
  )
}
