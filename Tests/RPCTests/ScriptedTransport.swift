import NIOCore
import NIOPosix
import Synchronization

@testable import RPC

/// A connection without a socket: it keeps what a call sends, and says that as much waits as the test wants.
///
/// `@unchecked Sendable`: touched on its event loop only, but for what a mutex guards.
final class ScriptedTransport: ServerTransport, @unchecked Sendable {
  let eventLoop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next()
  let taskExecutor: any TaskExecutor
  let replies: ReplyQueue
  let interceptors: [any ServerInterceptor] = []
  let peer = "test"
  var runningHandlers = 0
  /// Bytes that wait on the stream.
  var queuedBytes = 0
  private(set) var messageCount = 0
  private(set) var trailers: [Metadata.Entry]?

  init() {
    taskExecutor = LoopExecutor(loop: eventLoop)
    replies = ReplyQueue(eventLoop)
  }

  /// Runs something where calls live.
  func onLoop<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await eventLoop.submit(body).get()
  }

  var status: StatusCode? {
    trailers?.first { $0.name == "grpc-status" }.flatMap { Int($0.value) }.flatMap(StatusCode.init(rawValue:))
  }

  func sendReply(_ message: LengthPrefixedMessage, stream: Int32) {
    messageCount += 1
    trailers = [.init(name: "grpc-status", value: "0")]
  }

  func sendMessage(_ bytes: ByteBuffer, stream: Int32) -> Int {
    messageCount += 1
    queuedBytes += bytes.readableBytes
    return queuedBytes
  }

  func sendHeaders(_ headers: [Metadata.Entry], stream: Int32) {}
  func sendTrailers(_ trailers: [Metadata.Entry], stream: Int32) { self.trailers = trailers }
  func sendTrailersOnly(_ trailers: [Metadata.Entry], stream: Int32) { self.trailers = trailers }
  func sendHTTPStatus(_ status: Int, stream: Int32) {}
  func consumed(_ byteCount: Int, stream: Int32) {}
  func watch(_ deadline: Deadline) {}
}

private final class LoopExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(loop: any EventLoop) {
    self.loop = loop
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
