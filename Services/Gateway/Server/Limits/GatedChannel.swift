import NIOCore
import RPC

/// A channel to a service whose unary calls go through its gate. Streams are let in by whoever knows when they end.
struct GatedChannel: RPCChannel {
  let channel: any RPCChannel
  let gate: ServiceGate

  func unary(_ method: Method, message: ByteBuffer, options: CallOptions) async throws -> UnaryReply {
    try await gate.run(.unary, deadline: options.deadline) {
      try await channel.unary(method, message: message, options: options)
    }
  }

  func open(_ method: Method, options: CallOptions) async throws -> any ClientStream {
    try await channel.open(method, options: options)
  }
}
