import Messages
import NIOCore
import Protobuf
import RPC
import Synchronization

/// The way to a neighbour, on which a test sees what is said, and lets calls fail.
final class RecordingChannel: RPCChannel {
  private struct State {
    var requests: [String: [ByteBuffer]] = [:]
    var errors: [String: RPCError] = [:]
    var replies: [String: ByteBuffer] = [:]
    var actions: [String: @Sendable () -> Void] = [:]
  }

  private let channel: any RPCChannel
  private let state = Mutex(State())

  init(_ channel: any RPCChannel) { self.channel = channel }

  /// From now on a method fails; nil for no more.
  func fail(_ method: String, _ error: RPCError?) { state.withLock { $0.errors[method] = error } }

  /// From now on a method is answered with a message; nil for the neighbour's own answers.
  func answer(_ method: String, _ message: (any ProtobufMessage)?) {
    state.withLock { $0.replies[method] = message?.serialized() }
  }

  /// What a test does from now on before a method is answered; nil for nothing.
  func whenAsked(_ method: String, _ action: (@Sendable () -> Void)?) {
    state.withLock { $0.actions[method] = action }
  }

  /// How often a method was called.
  func count(_ method: String) -> Int { state.withLock { $0.requests[method]?.count ?? 0 } }

  var submissions: [CarrierV1.SubmitPortRequest] {
    get throws { try requests("SubmitPort").map { try .init(serialized: $0) } }
  }

  var questions: [CarrierV1.ListPortUpdatesRequest] {
    get throws { try requests("ListPortUpdates").map { try .init(serialized: $0) } }
  }

  private func requests(_ method: String) -> [ByteBuffer] { state.withLock { $0.requests[method] ?? [] } }

  func unary(_ method: Method, message: ByteBuffer, options: CallOptions) async throws -> UnaryReply {
    let (error, reply, action) = state.withLock { state in
      state.requests[method.name, default: []].append(message)
      return (state.errors[method.name], state.replies[method.name], state.actions[method.name])
    }
    action?()
    if let error { throw error }
    if let reply { return UnaryReply(message: reply) }
    return try await channel.unary(method, message: message, options: options)
  }

  func open(_ method: Method, options: CallOptions) async throws -> any ClientStream {
    try await channel.open(method, options: options)
  }
}
