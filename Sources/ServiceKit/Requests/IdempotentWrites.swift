import NIOCore
import Protobuf
import RPC
import Storage

/// Carries out calls that change something, each request id once (design.md section 4).
public struct IdempotentWrites: Sendable {
  private let database: Database
  private let clock: any WallClock

  public init(database: Database, clock: any WallClock) {
    self.database = database
    self.clock = clock
  }

  /// Runs `body` in a transaction, and answers when it is durable.
  ///
  /// A repeat of the same request gets the stored answer; a caller that gives no request id does without.
  /// - Throws: `INVALID_ARGUMENT` / `REQUEST_ID_FORM` when the id is no UUID, `REQUEST_ID_REUSED` when it
  ///   belongs to
  ///   another request.
  public nonisolated(nonsending) func run<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ request: Request,
    requestID: String,
    context: ServerContext,
    _ body: @escaping @Sendable (Transaction) throws -> Response
  ) async throws -> Response {
    if requestID.isEmpty { return try await database.write(body) }
    do {
      let stored = try await database.writeOnce(
        key: try key(requestID, context),
        requestHash: Self.hash(of: request),
        nowMilliseconds: clock.now().milliseconds
      ) { transaction in
        try body(transaction).serializedBytes()
      }
      return try Response(serialized: ByteBuffer(bytes: stored))
    } catch is RequestIDReused {
      throw RPCError.requestIDReused
    }
  }

  /// The same for a deferred handler, which is answered by the writer's thread.
  public func run<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ request: Request,
    requestID: String,
    context: ServerContext,
    reply: Reply<Response>,
    _ body: @escaping @Sendable (Transaction) throws -> Response
  ) throws(RPCError) {
    if requestID.isEmpty { return database.write(body) { reply.complete($0) } }
    database.writeOnce(
      key: try key(requestID, context),
      requestHash: Self.hash(of: request),
      nowMilliseconds: clock.now().milliseconds,
      { transaction in try body(transaction).serializedBytes() },
      completion: { outcome in
        switch outcome {
        case .success(let stored): reply.succeed(serialized: stored)
        case .failure(let error): reply.fail(error is RequestIDReused ? RPCError.requestIDReused : error)
        }
      }
    )
  }

  private func key(_ requestID: String, _ context: ServerContext) throws(RPCError) -> RequestKey {
    guard let id = requestID.asUUID else { throw .requestIDForm }
    return RequestKey(principal: context.caller?.principal ?? "", method: context.method.path, requestID: id)
  }

  /// Refuses a request id that is no UUID, before anything is done for the request; an empty one passes.
  public static func checkForm(ofRequestID requestID: String) throws(RPCError) {
    guard requestID.isEmpty || requestID.asUUID != nil else { throw .requestIDForm }
  }

  /// By which a repeat is told from another request with the same id.
  static func hash(of request: some ProtobufMessage) -> [UInt8] {
    RequestHash(request.serializedBytes()).bytes
  }
}

extension String {
  /// The same in lower case, when it is the text form of a UUID (RFC 9562, section 4).
  fileprivate var asUUID: String? {
    let bytes = utf8.span
    guard bytes.count == 36 else { return nil }
    var hasUpperCase = false
    for index in bytes.indices {
      let isDash = index == 8 || index == 13 || index == 18 || index == 23
      switch bytes[index] {
      case UInt8(ascii: "-") where isDash: continue
      case 0x30...0x39 where !isDash, 0x61...0x66 where !isDash: continue
      case 0x41...0x46 where !isDash: hasUpperCase = true
      default: return nil
      }
    }
    return hasUpperCase ? lowercased() : self
  }
}

extension RPCError {
  fileprivate static var requestIDForm: RPCError {
    let description = "Give a UUID such as 123e4567-e89b-42d3-a456-426614174000, or leave it empty."
    return RPCError(
      .invalidArgument,
      reason: "REQUEST_ID_FORM",
      message: "request_id is no UUID. \(description)"
    )
    .with(
      .badRequest([FieldViolation(field: "request_id", reason: "REQUEST_ID_FORM", description: description)])
    )
  }
}
