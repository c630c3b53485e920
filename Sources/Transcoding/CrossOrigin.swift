import NIOCore
import RPC

/// Which pages of other origins may call from a browser (Fetch standard, section 3.2, "CORS protocol").
struct CrossOrigin: Sendable {
  let allowed: Set<String>

  private func allows(_ origin: String) -> Bool { allowed.contains(origin) || allowed.contains("*") }

  /// Answers a browser that asks before it calls; false when the request is no such question.
  func answersPreflight(_ head: RequestHead, on exchange: any HTTPExchange) -> Bool {
    guard head.httpMethod == "OPTIONS", let origin = head.metadata["origin"],
      let method = head.metadata["access-control-request-method"]
    else { return false }
    guard allows(origin) else {
      exchange.respond(403, [], body: ByteBuffer())
      return true
    }
    var headers = [
      Metadata.Entry(name: "access-control-allow-origin", value: origin),
      Metadata.Entry(name: "access-control-allow-methods", value: method),
      Metadata.Entry(name: "access-control-max-age", value: "7200"),
      Metadata.Entry(name: "vary", value: "origin"),
    ]
    if let wanted = head.metadata["access-control-request-headers"] {
      headers.append(.init(name: "access-control-allow-headers", value: wanted))
    }
    exchange.respond(204, headers, body: ByteBuffer())
    return true
  }

  /// An exchange whose answers the page of an allowed origin may read.
  func exchange(for head: RequestHead, over exchange: any HTTPExchange) -> any HTTPExchange {
    guard let origin = head.metadata["origin"], allows(origin) else { return exchange }
    return CrossOriginExchange(origin, exchange)
  }
}

private final class CrossOriginExchange: HTTPExchange {
  private static let exposed = "grpc-status, grpc-message, grpc-status-details-bin, retry-after"

  private let headers: [Metadata.Entry]
  private let exchange: any HTTPExchange

  init(_ origin: String, _ exchange: any HTTPExchange) {
    headers = [
      Metadata.Entry(name: "access-control-allow-origin", value: origin),
      Metadata.Entry(name: "access-control-expose-headers", value: Self.exposed),
      Metadata.Entry(name: "vary", value: "origin"),
    ]
    self.exchange = exchange
  }

  func respond(_ status: Int, _ headers: [Metadata.Entry], body: ByteBuffer) {
    exchange.respond(status, headers + self.headers, body: body)
  }

  func begin(_ status: Int, _ headers: [Metadata.Entry]) { exchange.begin(status, headers + self.headers) }

  func send(_ bytes: ByteBuffer) -> Int { exchange.send(bytes) }

  func end() { exchange.end() }
}
