import NIOCore
import NIOPosix
import Synchronization

/// Something that listens on a free port.
final class Listener: Sendable {
  private let channel = Mutex<(any Channel)?>(nil)

  /// - Parameter port: 0 lets the system choose.
  func start(port: Int = 0) async throws -> Int {
    let made = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: port).get()
    channel.withLock { $0 = made }
    return made.localAddress?.port ?? 0
  }

  func stop() {
    channel.withLock { $0 }?.close(promise: nil)
  }
}
