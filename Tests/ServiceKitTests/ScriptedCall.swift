import NIOCore
import RPC
import Synchronization

/// A streaming call whose requests are given and whose responses are kept.
final class ScriptedCall: RequestMessages, ResponseSink {
  private let requests: Mutex<[ByteBuffer]>
  private let responses = Mutex<[ByteBuffer]>([])

  init(requests: [ByteBuffer]) {
    self.requests = Mutex(requests)
  }

  func next() async throws -> ByteBuffer? {
    requests.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }

  func send(_ message: LengthPrefixedMessage) async throws {
    responses.withLock { $0.append(message.message) }
  }

  func sendHeaders() async throws {}

  /// Runs the handler to its end.
  func run(_ binding: MethodBinding) async throws -> [ByteBuffer] {
    guard case .streaming(let handler) = binding.handler else { return [] }
    let context = ServerContext(
      method: binding.method,
      metadata: [:],
      deadline: nil,
      peer: "test",
      startTime: .now()
    )
    try await handler(self, self, context)
    return responses.withLock { $0 }
  }
}
