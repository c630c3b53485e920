import NIOCore
import PersonalData
import Protobuf
import RPC
import Storage

/// Bytes in the place of a message, for the log of requests.
private struct OpaqueMessage: ProtobufMessage {
  static let fullName = "trunkline.Opaque"
  var bytes = ByteBuffer()

  init() {}
  init(_ bytes: [UInt8]) { self.bytes = ByteBuffer(bytes: bytes) }
  init(serialized: ByteBuffer) throws(WireError) { bytes = serialized }
  func serialize(into buffer: inout ByteBuffer) { buffer.writeImmutableBuffer(bytes) }
}

extension IdempotentWrites {
  /// Does what `run` does, for requests and answers with personal data: the answer is stored sealed, and the stored
  /// fingerprint of the request tells nothing without the key.
  public nonisolated(nonsending) func runSealed<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ request: Request,
    requestID: String,
    context: ServerContext,
    cipher: FieldCipher,
    _ body: @escaping @Sendable (Transaction) throws -> Response
  ) async throws -> Response {
    let place = "answer to \(context.method.path)"
    let fingerprint = OpaqueMessage(cipher.fingerprint(of: request.serializedBytes()))
    let sealed: OpaqueMessage = try await run(fingerprint, requestID: requestID, context: context) {
      let response = try body($0).serializedBytes()
      return OpaqueMessage(try cipher.seal(response, place: place))
    }
    let response = try cipher.open(Array(sealed.bytes.readableBytesView), place: place)
    return try Response(serialized: ByteBuffer(bytes: response))
  }

  /// The answer that an earlier call of `runSealed` with the same request id got; nil when there was none.
  public nonisolated(nonsending) func storedSealed<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ request: Request,
    requestID: String,
    context: ServerContext,
    cipher: FieldCipher
  ) async throws -> Response? {
    guard !requestID.isEmpty else { return nil }
    do {
      return try await runSealed(request, requestID: requestID, context: context, cipher: cipher) { _ in
        throw NothingStored()
      }
    } catch is NothingStored {
      return nil
    }
  }
}

/// Thrown by a body that must not be carried out: what throws is not stored.
private struct NothingStored: Error {}
