import NIOCore
import Protobuf

/// The serialized messages that a client sends in one call.
public protocol RequestMessages: Sendable {
  /// The next message, or nil when the client has sent all; throws when the call was cancelled.
  func next() async throws -> ByteBuffer?
}

extension RequestMessages {
  /// The only message of a call that must have exactly one.
  func single() async throws -> ByteBuffer {
    guard let message = try await next() else {
      throw RPCError(
        .unimplemented,
        reason: "MESSAGE_COUNT",
        message: "The method takes one message; the call ended without."
      )
    }
    guard try await next() == nil else {
      throw RPCError(
        .unimplemented,
        reason: "MESSAGE_COUNT",
        message: "The method takes one message; more were sent."
      )
    }
    return message
  }
}

/// Where a handler puts the messages of its answer.
public protocol ResponseSink: Sendable {
  /// Sends one message; suspends while the client does not read, throws when the call was cancelled.
  func send(_ message: LengthPrefixedMessage) async throws
  /// Sends the headers now instead of with the first message.
  func sendHeaders() async throws
}

/// The messages that a client streams.
public struct RequestStream<Request: ProtobufMessage>: AsyncSequence, Sendable {
  private let messages: any RequestMessages

  public init(_ messages: any RequestMessages) {
    self.messages = messages
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    let messages: any RequestMessages

    public mutating func next() async throws -> Request? {
      guard let message = try await messages.next() else { return nil }
      return try decodeRequest(message)
    }
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(messages: messages)
  }
}

/// Writes the messages that a server streams.
public struct ResponseWriter<Response: ProtobufMessage>: Sendable {
  private let sink: any ResponseSink

  public init(_ sink: any ResponseSink) {
    self.sink = sink
  }

  /// Sends one message; suspends while the client does not read, throws when the call was cancelled.
  public func write(_ response: Response) async throws {
    try await sink.send(LengthPrefixedMessage(encoding: response))
  }

  /// Sends the headers now instead of with the first message.
  public func sendHeaders() async throws {
    try await sink.sendHeaders()
  }
}
