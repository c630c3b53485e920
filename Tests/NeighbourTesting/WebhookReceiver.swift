import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Takes webhooks on this machine, and answers as a test likes.
public final class WebhookReceiver: Sendable {
  /// One request.
  public struct Request: Sendable {
    public let headers: [String: String]
    public let body: String
  }

  /// The status of the answer; nil for none at all.
  public typealias Answer = @Sendable (Request) -> Int?

  private let channel: any Channel
  private let taken = Mutex<[Request]>([])

  public static func start(_ answer: @escaping Answer = { _ in 200 }) async throws -> WebhookReceiver {
    let requests = AsyncStream.makeStream(of: Request.self)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(
            ReceiverHandler { request in
              let status = answer(request)
              requests.continuation.yield(request)
              return status
            }
          )
        }
      }
      .bind(host: "127.0.0.1", port: 0)
      .get()
    let receiver = WebhookReceiver(channel)
    Task { for await request in requests.stream { receiver.taken.withLock { $0.append(request) } } }
    return receiver
  }

  private init(_ channel: any Channel) { self.channel = channel }

  public var url: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/events" }

  /// What has come so far.
  public var requests: [Request] { taken.withLock { $0 } }

  /// Waits until so many have come.
  public func requests(atLeast count: Int) async throws -> [Request] {
    while requests.count < count { try await Task.sleep(for: .milliseconds(5)) }
    return requests
  }

  public func stop() async { try? await channel.close() }
}

private final class ReceiverHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let answer: WebhookReceiver.Answer
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()

  init(_ answer: @escaping WebhookReceiver.Answer) { self.answer = answer }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): (self.head, body) = (head, ByteBuffer())
    case .body(var part): body.writeBuffer(&part)
    case .end: respond(context)
    }
  }

  private func respond(_ context: ChannelHandlerContext) {
    let headers = Dictionary((head?.headers ?? [:]).map { ($0.name.lowercased(), $0.value) }) { $1 }
    guard let status = answer(.init(headers: headers, body: String(buffer: body))) else { return }
    let response = HTTPResponseHead(
      version: .http1_1,
      status: .init(statusCode: status),
      headers: ["content-length": "0"]
    )
    context.write(wrapOutboundOut(.head(response)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }
}
