import Protobuf

/// The messages that a server streams.
public struct ResponseStream<Response: ProtobufMessage>: AsyncSequence, Sendable {
  private let stream: any ClientStream

  public init(_ stream: any ClientStream) {
    self.stream = stream
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    let stream: any ClientStream

    public mutating func next() async throws -> Response? {
      guard let message = try await stream.next() else { return nil }
      return try decodeReply(message)
    }
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(stream: stream)
  }

  /// Waits for the headers of the reply.
  public func initialMetadata() async throws -> Metadata { try await stream.initialMetadata() }

  /// Metadata of the status; empty before the end.
  public var trailingMetadata: Metadata { get async { await stream.trailingMetadata } }

  /// Ends the call; the server sees it cancelled.
  public func cancel() { stream.cancel() }
}

/// A call whose client streams and whose server answers once.
public struct ClientStreamingCall<Request: ProtobufMessage, Response: ProtobufMessage>: Sendable {
  private let stream: any ClientStream

  public init(_ stream: any ClientStream) {
    self.stream = stream
  }

  /// Sends one message; suspends while the server does not read.
  public func send(_ request: Request) async throws {
    try await stream.send(request.serialized())
  }

  /// Says that no more follows, and waits for the answer.
  public func finish() async throws -> Response {
    try await stream.finishSending()
    guard let message = try await stream.next() else {
      throw RPCError(
        .unimplemented,
        reason: "NO_RESPONSE",
        message: "The server ended the call without a message."
      )
    }
    let response: Response = try decodeReply(message)
    guard try await stream.next() == nil else {
      throw RPCError(
        .unimplemented,
        reason: "TOO_MANY_RESPONSES",
        message: "The server sent more than one message."
      )
    }
    return response
  }

  /// Ends the call; the server sees it cancelled.
  public func cancel() { stream.cancel() }
}

/// A call in which both sides stream.
public struct BidirectionalCall<Request: ProtobufMessage, Response: ProtobufMessage>: Sendable {
  private let stream: any ClientStream
  /// What the server sends.
  public let responses: ResponseStream<Response>

  public init(_ stream: any ClientStream) {
    self.stream = stream
    self.responses = ResponseStream(stream)
  }

  /// Sends one message; suspends while the server does not read.
  public func send(_ request: Request) async throws {
    try await stream.send(request.serialized())
  }

  /// Says that no more messages follow.
  public func finishSending() async throws {
    try await stream.finishSending()
  }

  /// Ends the call; the server sees it cancelled.
  public func cancel() { stream.cancel() }
}
