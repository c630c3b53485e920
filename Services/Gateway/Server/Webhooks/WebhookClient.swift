import GatewayRules
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// What became of a delivery; why not is said in words for the organization.
enum WebhookAnswer: Hashable, Sendable {
  case taken
  case refused(String)
  /// Whoever says nothing holds a place meanwhile.
  case timedOut(String)
}

/// Sends one request and reads the status of the answer. It follows no redirection and keeps no connection: receivers
/// are many, and each gets few.
struct WebhookClient: Sendable {
  private let settings: WebhookSettings
  private let resolver: WebhookResolver
  private let tls: NIOSSLContext

  init(settings: WebhookSettings) throws {
    self.settings = settings
    resolver = WebhookResolver(settings: settings)
    tls = try NIOSSLContext(configuration: .makeClientConfiguration())
  }

  func post(_ body: String, headers: [(String, String)], to url: WebhookURL) async -> WebhookAnswer {
    do {
      let address = try await resolver.address(of: url)
      let status = try await status(of: request(headers, to: url), body, to: url, at: address)
      return (200..<300).contains(status) ? .taken : .refused("it answered with the status \(status)")
    } catch WebhookHostProblem.unknown {
      return .refused("its host has no address")
    } catch WebhookHostProblem.notPublic {
      return .refused("its host has an address that is not public")
    } catch WebhookExchange.Problem.late {
      return .timedOut("it did not answer in time")
    } catch ChannelError.connectTimeout {
      return .timedOut("it did not answer in time")
    } catch is NIOSSLError {
      return .refused("it has no certificate that is trusted")
    } catch {
      return .refused("it cannot be connected to")
    }
  }

  private func request(_ headers: [(String, String)], to url: WebhookURL) -> HTTPRequestHead {
    var head = HTTPRequestHead(version: .http1_1, method: .POST, uri: url.target)
    let host = url.host.contains(":") ? "[\(url.host)]" : url.host
    head.headers = HTTPHeaders([("Host", "\(host):\(url.port)"), ("Connection", "close")] + headers)
    return head
  }

  private func status(
    of head: HTTPRequestHead,
    _ body: String,
    to url: WebhookURL,
    at address: SocketAddress
  ) async throws -> Int {
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    let answer = loop.makePromise(of: Int.self)
    let timeout = TimeAmount.milliseconds(settings.timeout.milliseconds)
    let connecting = ClientBootstrap(group: loop)
      .connectTimeout(timeout)
      .channelInitializer { [tls] channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if url.isSecure {
            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: url.host))
          }
          try pipeline.addHTTPClientHandlers()
          try pipeline.addHandler(WebhookExchange(head, body, answer))
        }
      }
      .connect(to: address)
    connecting.whenFailure { answer.fail($0) }
    let limit = loop.scheduleTask(in: timeout) {
      answer.fail(WebhookExchange.Problem.late)
      connecting.whenSuccess { $0.close(promise: nil) }
    }
    defer { limit.cancel() }
    return try await answer.futureResult.get()
  }
}

/// One request and its answer on a connection.
private final class WebhookExchange: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  enum Problem: Error {
    case late, ended
  }

  private let head: HTTPRequestHead
  private let body: String
  private let answer: EventLoopPromise<Int>

  init(_ head: HTTPRequestHead, _ body: String, _ answer: EventLoopPromise<Int>) {
    self.head = head
    self.body = body
    self.answer = answer
  }

  func channelActive(context: ChannelHandlerContext) {
    var head = head
    head.headers.add(name: "Content-Length", value: "\(body.utf8.count)")
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // What it says beside the status is of no interest, however long it is.
    guard case .head(let head) = unwrapInboundIn(data), head.status.code >= 200 else { return }
    answer.succeed(Int(head.status.code))
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { answer.fail(Problem.ended) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    answer.fail(error)
    context.close(promise: nil)
  }
}

extension Duration {
  fileprivate var milliseconds: Int64 {
    components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
  }
}
