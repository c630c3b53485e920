import NIOCore
import NIOHTTP1
import NIOPosix

/// Serves `/metrics`, `/healthz`, `/readyz` and `/version` over plain HTTP/1.1, on a thread of its own.
public final class AdminServer: Sendable {
  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel

  /// Begins to listen.
  public static func start(host: String, port: Int, pages: AdminPages) async throws -> AdminServer {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let operations = channel.pipeline.syncOperations
          try operations.configureHTTPServerPipeline(withPipeliningAssistance: false)
          try operations.addHandler(AdminHandler(pages: pages))
        }
      }
    do {
      return AdminServer(group: group, channel: try await bootstrap.bind(host: host, port: port).get())
    } catch {
      try? await group.shutdownGracefully()
      throw error
    }
  }

  private init(group: MultiThreadedEventLoopGroup, channel: any Channel) {
    self.group = group
    self.channel = channel
  }

  /// Where it listens.
  public var address: SocketAddress? { channel.localAddress }

  /// Stops listening and drops open connections.
  public func stop() async {
    try? await channel.close()
    try? await group.shutdownGracefully()
  }
}
