import NIOCore
import NIOHTTP1
import RPC

/// The answer to one request of an HTTP/1.1 connection.
final class HTTP1Exchange: HTTPExchange {
  /// Whether the connection may be used again.
  let keepsAlive: Bool
  private(set) var isAnswered = false
  private let context: ChannelHandlerContext
  private let version: HTTPVersion
  /// What is asked for its headers only gets no body: it would be read as the next answer (RFC 9112, section 6.3).
  private let isHead: Bool
  private let onEnd: () -> Void

  init(_ context: ChannelHandlerContext, _ request: HTTPRequestHead, onEnd: @escaping () -> Void) {
    self.context = context
    keepsAlive = request.isKeepAlive
    version = request.version
    isHead = request.method == .HEAD
    self.onEnd = onEnd
  }

  func respond(_ status: Int, _ headers: [Metadata.Entry], body: ByteBuffer) {
    guard !isAnswered else { return }
    let length = Metadata.Entry(name: "content-length", value: "\(body.readableBytes)")
    writeHead(status, headers + [length])
    if body.readableBytes > 0, !isHead { write(.body(.byteBuffer(body))) }
    finish()
  }

  func begin(_ status: Int, _ headers: [Metadata.Entry]) {
    writeHead(status, headers)
    context.flush()
  }

  func send(_ bytes: ByteBuffer) -> Int {
    guard context.channel.isActive, !isAnswered else { return 0 }
    if !isHead { write(.body(.byteBuffer(bytes))) }
    context.flush()
    return context.channel.isWritable ? 0 : .max
  }

  func end() {
    if !isAnswered { finish() }
  }

  /// RFC 9110, section 10.1.1.
  func sendContinue() {
    let head = HTTPResponseHead(version: version, status: .continue)
    context.writeAndFlush(NIOAny(HTTPServerResponsePart.head(head)), promise: nil)
  }

  private func writeHead(_ status: Int, _ headers: [Metadata.Entry]) {
    var fields = HTTPHeaders(headers.map { ($0.name, $0.value) })
    if !keepsAlive { fields.add(name: "connection", value: "close") }
    let head = HTTPResponseHead(version: version, status: .init(statusCode: status), headers: fields)
    write(.head(head))
  }

  private func write(_ part: HTTPServerResponsePart) { context.write(NIOAny(part), promise: nil) }

  private func finish() {
    isAnswered = true
    context.writeAndFlush(NIOAny(HTTPServerResponsePart.end(nil)), promise: nil)
    onEnd()
  }
}
