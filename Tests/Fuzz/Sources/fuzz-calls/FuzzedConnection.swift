import NIOCore
import NIOEmbedded
import RPC

/// A connection without a socket that counts how often its one call ends, and looks at what would be sent.
///
/// `@unchecked Sendable`: everything happens on the fuzzer's thread, whose loop runs when it is told to.
final class FuzzedConnection: ServerTransport, @unchecked Sendable {
  let loop = EmbeddedEventLoop()
  var eventLoop: any EventLoop { loop }
  let taskExecutor: any TaskExecutor
  let replies: ReplyQueue
  let interceptors: [any ServerInterceptor] = []
  let peer = "fuzz"
  var runningHandlers = 0
  private(set) var ends = 0

  init() {
    taskExecutor = EmbeddedExecutor(loop)
    replies = ReplyQueue(loop)
  }

  func sendReply(_ message: LengthPrefixedMessage, stream: Int32) { ends += 1 }
  func sendHeaders(_ headers: [Metadata.Entry], stream: Int32) { check(headers) }
  func sendMessage(_ bytes: ByteBuffer, stream: Int32) -> Int {
    precondition(bytes.readableBytes >= LengthPrefixedMessage.prefixBytes)
    return 0
  }
  func sendTrailers(_ trailers: [Metadata.Entry], stream: Int32) { end(trailers) }
  func sendTrailersOnly(_ trailers: [Metadata.Entry], stream: Int32) { end(trailers) }
  func sendHTTPStatus(_ status: Int, stream: Int32) { ends += 1 }
  func consumed(_ byteCount: Int, stream: Int32) { precondition(byteCount >= 0) }
  func watch(_ deadline: Deadline) {}

  private func end(_ trailers: [Metadata.Entry]) {
    ends += 1
    precondition(trailers.count { $0.name == "grpc-status" } == 1, "one status ends a call")
    check(trailers)
  }

  /// What we say ourselves is ASCII ("Status-Message" of PROTOCOL-HTTP2.md); the rest is what a handler chose.
  private func check(_ entries: [Metadata.Entry]) {
    for entry in entries where ["grpc-message", "grpc-status-details-bin"].contains(entry.name) {
      precondition(entry.value.utf8.allSatisfy { (0x20...0x7e).contains($0) }, "\(entry.name) is not ASCII")
    }
  }
}

private final class EmbeddedExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(_ loop: any EventLoop) {
    self.loop = loop
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
