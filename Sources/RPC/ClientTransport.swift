import NIOCore

/// What a `ClientCall` needs of the connection it goes by. Everything happens on `eventLoop`.
public protocol ClientTransport: AnyObject {
  var eventLoop: any EventLoop { get }
  /// Sends a part of the request.
  /// - Returns: bytes that wait to be sent on the stream.
  func send(_ bytes: ByteBuffer, stream: Int32) -> Int
  /// Ends the request.
  func finish(stream: Int32)
  /// Ends the call; the server sees it cancelled.
  func cancel(stream: Int32)
  /// Lets the server send more on the stream.
  func consumed(_ byteCount: Int, stream: Int32)
}
