import NIOCore
import RPC

/// What a transcoded call needs beside the way for its answer: that of the connection which its request came by.
protocol TranscodedAnswer: ServerTransport {
  var connection: any ServerTransport { get }
}

extension TranscodedAnswer {
  var eventLoop: any EventLoop { connection.eventLoop }
  var taskExecutor: any TaskExecutor { connection.taskExecutor }
  var replies: ReplyQueue { connection.replies }
  var interceptors: [any ServerInterceptor] { connection.interceptors }
  var peer: String { connection.peer }
  var runningHandlers: Int {
    get { connection.runningHandlers }
    set { connection.runningHandlers = newValue }
  }

  /// The body was there whole before the call began.
  func consumed(_ byteCount: Int, stream: Int32) {}

  func watch(_ deadline: Deadline) { connection.watch(deadline) }
}
