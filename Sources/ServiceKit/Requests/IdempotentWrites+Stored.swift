import Protobuf
import RPC
import Storage

extension IdempotentWrites {
  private struct NotStored: Error {}

  /// The answer that an earlier call with the same request id got; nil when there was none.
  ///
  /// For methods that ask others before they write: a repeat needs nobody.
  public nonisolated(nonsending) func stored<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ request: Request,
    requestID: String,
    context: ServerContext
  ) async throws -> Response? {
    guard !requestID.isEmpty else { return nil }
    do {
      // A body that throws is not stored, so asking leaves no trace.
      return try await run(request, requestID: requestID, context: context) { _ in throw NotStored() }
    } catch is NotStored {
      return nil
    }
  }
}
