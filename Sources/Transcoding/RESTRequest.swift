import Messages
import NIOCore
import Protobuf
import RPC

/// A REST request whose body is on its way.
final class RESTRequest: TranscodedRequest {
  private let route: HTTPRoute
  private let parameters: [(path: String, value: String)]
  private let head: RequestHead
  private let exchange: any HTTPExchange
  private let connection: any ServerTransport
  private var body = ByteBuffer()
  private lazy var isAdmitted = connection.admits(route.method, head.metadata)

  init(
    _ route: HTTPRoute,
    _ parameters: [(path: String, value: String)],
    _ head: RequestHead,
    _ exchange: any HTTPExchange,
    _ connection: any ServerTransport
  ) {
    self.route = route
    self.parameters = parameters
    self.head = head
    self.exchange = exchange
    self.connection = connection
  }

  /// JSON takes up to three times the room: names, quotes, bytes in base64.
  private var limitBytes: Int { route.method.requestLimitBytes * 3 }

  func receive(_ bytes: ByteBuffer, endStream: Bool, router: ServiceRouter) -> TranscodingStep {
    // Whoever may not call does not fill our memory first.
    guard endStream || isAdmitted else { return begin(ByteBuffer(), router) }
    guard body.readableBytes + bytes.readableBytes <= limitBytes else {
      exchange.respond(ErrorJSON(.bodyTooLarge(limitBytes)))
      return .answered
    }
    body.writeImmutableBuffer(bytes)
    guard endStream else { return .waiting }
    do {
      let message = try self.message()
      return begin(message, router)
    } catch {
      exchange.respond(ErrorJSON(.malformedJSON(error)))
      return .answered
    }
  }

  private func message() throws(JSONMappingError) -> ByteBuffer {
    guard var assembly = MessageAssembly(ProtoDescriptors.json, type: route.descriptor.request) else {
      throw JSONMappingError.unknownType(route.descriptor.request)
    }
    guard let text = String(validating: body.readableBytesView, as: UTF8.self) else { throw .notUTF8 }
    switch route.rule.body {
    case "*": try assembly.setBody(text)
    case "": guard text.isEmpty else { throw .noBody }
    case let field: try assembly.setBody(text, field: field)
    }
    for (path, value) in parameters { try assembly.set(path, text: value) }
    // What others call the same (draft-ietf-httpapi-idempotency-key-header).
    if let key = head.metadata["idempotency-key"], assembly.hasField("request_id") {
      try assembly.set("request_id", text: key.filter { $0 != "\"" })
    }
    return try assembly.bytes()
  }

  private func begin(_ message: ByteBuffer, _ router: ServiceRouter) -> TranscodingStep {
    var call = RequestHead()
    call.httpMethod = "POST"
    call.path = route.method.path
    call.contentType = "application/grpc"
    call.timeout = head.timeout
    call.metadata = head.metadata
    let answer = RESTAnswer(route, exchange, connection)
    let begun = ServerCall.begin(call, stream: 0, router: router, transport: answer, now: .now())
    guard let begun, !begun.isFinished else { return .answered }
    begun.receive(LengthPrefixedMessage(serialized: message).bytes, endStream: true)
    return begun.isFinished ? .answered : .began(begun)
  }
}

extension JSONMappingError {
  fileprivate static let notUTF8 = JSONMappingError("is not UTF-8")
  fileprivate static let noBody = JSONMappingError("takes no body; give its fields in the query")
  fileprivate static func unknownType(_ name: String) -> JSONMappingError {
    JSONMappingError("has the unknown type \(name)")
  }
}

extension RPCError {
  fileprivate static func malformedJSON(_ error: JSONMappingError) -> RPCError {
    RPCError(
      .invalidArgument,
      reason: "MALFORMED_JSON",
      message: "The request is malformed: \(error.description)."
    ).with(
      .badRequest([
        FieldViolation(field: error.fieldPath, reason: "MALFORMED_JSON", description: error.description)
      ])
    )
  }

  fileprivate static func bodyTooLarge(_ limitBytes: Int) -> RPCError {
    RPCError(
      .resourceExhausted,
      reason: "MESSAGE_TOO_LARGE",
      message: "At most \(limitBytes) bytes of body are taken."
    )
  }
}
