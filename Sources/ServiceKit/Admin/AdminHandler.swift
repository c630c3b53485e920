import NIOCore
import NIOHTTP1

/// One answer of the admin port.
struct AdminPage: Sendable {
  var status = HTTPResponseStatus.ok
  var type = "text/plain; charset=utf-8"
  var headers: [(String, String)] = []
  var text: String
}

/// Answers one request, and closes: a connection lives a few seconds at most, however slowly its client
/// sends.
final class AdminHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private static let lifetime = TimeAmount.seconds(10)
  private static let headLimitBytes = 8_192
  private static let bodyLimitBytes = 1_024

  private let pages: AdminPages
  private var head: HTTPRequestHead?
  private var bodyBytes = 0
  private var lifetimeTask: Scheduled<Void>?

  init(pages: AdminPages) {
    self.pages = pages
  }

  func channelActive(context: ChannelHandlerContext) {
    lifetimeTask = context.eventLoop.assumeIsolated().scheduleTask(in: Self.lifetime) {
      context.close(promise: nil)
    }
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    lifetimeTask?.cancel()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let received):
      head = received
      if Self.size(of: received) > Self.headLimitBytes {
        answer(AdminPage(status: .requestHeaderFieldsTooLarge, text: "too many headers\n"), context)
      }
    case .body(let bytes):
      bodyBytes += bytes.readableBytes
      if bodyBytes > Self.bodyLimitBytes {
        answer(AdminPage(status: .payloadTooLarge, text: "no body is expected\n"), context)
      }
    case .end:
      if let head { answer(page(for: head), context) }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func page(for head: HTTPRequestHead) -> AdminPage {
    let path = head.uri.prefix { $0 != "?" }
    guard let page = pages.page(path) else {
      return AdminPage(status: .notFound, text: "try /metrics, /healthz, /readyz or /version\n")
    }
    guard head.method == .GET || head.method == .HEAD else {
      return AdminPage(status: .methodNotAllowed, headers: [("allow", "GET, HEAD")], text: "only GET\n")
    }
    return page
  }

  private func answer(_ page: AdminPage, _ context: ChannelHandlerContext) {
    guard let head else { return }
    self.head = nil
    var headers = HTTPHeaders(page.headers)
    headers.add(name: "content-type", value: page.type)
    headers.add(name: "content-length", value: "\(page.text.utf8.count)")
    headers.add(name: "connection", value: "close")
    let response = HTTPResponseHead(version: .http1_1, status: page.status, headers: headers)
    context.write(wrapOutboundOut(.head(response)), promise: nil)
    if head.method != .HEAD {
      let body = context.channel.allocator.buffer(string: page.text)
      context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    }
    let closing = context.eventLoop.makePromise(of: Void.self)
    closing.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: closing)
  }

  private static func size(of head: HTTPRequestHead) -> Int {
    head.headers.reduce(head.uri.utf8.count) { $0 + $1.name.utf8.count + $1.value.utf8.count }
  }
}
