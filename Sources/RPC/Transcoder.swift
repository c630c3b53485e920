import NIOCore

/// Where the answer to one plain HTTP request goes. On its event loop only.
public protocol HTTPExchange: AnyObject {
  /// Answers whole.
  func respond(_ status: Int, _ headers: [Metadata.Entry], body: ByteBuffer)
  /// Begins an answer whose body follows.
  func begin(_ status: Int, _ headers: [Metadata.Entry])
  /// Sends a part of the body.
  /// - Returns: bytes that wait to be sent.
  func send(_ bytes: ByteBuffer) -> Int
  /// Ends the body.
  func end()
}

/// Turns requests that are not gRPC, such as REST, into calls, so that all that guards a call guards them too.
public protocol Transcoder: Sendable {
  /// Takes the headers of a request. Answers it right away, or returns what takes its body.
  ///
  /// - Parameters:
  ///   - head: with the query in its path.
  ///   - exchange: where the answer goes.
  ///   - connection: the one that the request came by.
  func begin(
    _ head: RequestHead,
    on exchange: any HTTPExchange,
    of connection: any ServerTransport
  ) -> (any TranscodedRequest)?
}

/// A request whose body is on its way. On its event loop only.
public protocol TranscodedRequest: AnyObject {
  /// Takes a part of the body, and with the last one answers or returns the call that goes on.
  func receive(_ bytes: ByteBuffer, endStream: Bool, router: ServiceRouter) -> TranscodingStep
}

extension ServerTransport {
  /// Whether the rest of a request is worth waiting for.
  public func admits(_ method: Method, _ metadata: Metadata) -> Bool {
    let context = ServerContext(
      method: method,
      metadata: metadata,
      deadline: nil,
      peer: peer,
      startTime: .now()
    )
    do {
      for interceptor in interceptors { try interceptor.admit(context) }
      return true
    } catch {
      return false
    }
  }
}

/// What becomes of a request after a part of its body.
public enum TranscodingStep {
  /// More is to come.
  case waiting
  /// It was answered.
  case answered
  /// It is a call now.
  case began(ServerCall)
}
