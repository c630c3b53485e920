import NIOCore
import Protobuf

/// Answers one call, later and from any thread: what a deferred handler is given instead of a task.
///
/// Only the first answer counts; one that comes after the call has ended is dropped.
public struct Reply<Response: ProtobufMessage>: Sendable {
  private let sink: ReplySink

  @usableFromInline
  init(_ sink: ReplySink) { self.sink = sink }

  public func complete(_ outcome: Result<Response, any Error>) {
    sink.complete(outcome.map { LengthPrefixedMessage(encoding: $0) })
  }

  /// Answers with a response that is serialized already.
  public func succeed(serialized response: [UInt8]) {
    sink.complete(.success(LengthPrefixedMessage(serialized: response)))
  }

  public func fail(_ error: any Error) {
    sink.complete(.failure(error))
  }
}

/// Takes the answer of a deferred handler, serialized.
public struct ReplySink: Sendable {
  private let call: ServerCall
  private let translation: (@Sendable (any Error) -> any Error)?

  init(_ call: ServerCall, _ translation: (@Sendable (any Error) -> any Error)? = nil) {
    self.call = call
    self.translation = translation
  }

  /// The same, with errors turned into others first.
  public func translatingErrors(_ translation: @escaping @Sendable (any Error) -> any Error) -> ReplySink {
    ReplySink(call, translation)
  }

  func complete(_ outcome: Result<LengthPrefixedMessage, any Error>) {
    switch outcome {
    case .success(let message): call.reply(.success(message))
    case .failure(let error): call.reply(.failure(translation?(error) ?? error))
    }
  }
}
