import HTTP2
import NIOCore
import RPC

/// The answer to a plain HTTP request on a stream of an HTTP/2 connection.
final class HTTP2Exchange: HTTPExchange {
  private weak var connection: ServerConnection?
  private let stream: Int32
  private let hasNoBody: Bool

  /// - Parameter httpMethod: of the request; the answer to `HEAD` has no body (RFC 9110, section 9.3.2).
  init(_ connection: ServerConnection, stream: Int32, httpMethod: String) {
    self.connection = connection
    self.stream = stream
    hasNoBody = httpMethod == "HEAD"
  }

  func respond(_ status: Int, _ headers: [Metadata.Entry], body: ByteBuffer) {
    let length = Metadata.Entry(name: "content-length", value: "\(body.readableBytes)")
    connection?.send(stream) { session in
      let fields = Self.fields(status, headers + [length])
      guard body.readableBytes > 0, !self.hasNoBody else {
        return try session.submitHeadersOnly(fields, stream: self.stream)
      }
      try session.submitResponse(fields, stream: self.stream)
      session.send(body, stream: self.stream)
      session.finish(stream: self.stream)
    }
  }

  func begin(_ status: Int, _ headers: [Metadata.Entry]) {
    connection?.send(stream) { session in
      try session.submitResponse(Self.fields(status, headers), stream: self.stream)
    }
  }

  func send(_ bytes: ByteBuffer) -> Int {
    connection?.sendMessage(bytes, stream: stream) ?? 0
  }

  func end() {
    connection?.send(stream) { session in session.finish(stream: self.stream) }
  }

  private static func fields(_ status: Int, _ headers: [Metadata.Entry]) -> [HeaderField] {
    [HeaderField(":status", "\(status)")] + headers.map(HeaderField.init)
  }
}
