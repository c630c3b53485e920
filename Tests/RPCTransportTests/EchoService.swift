import NIOCore
import Protobuf
import RPC

/// A message that is its bytes: enough to test a transport, which never looks inside.
struct RawMessage: ProtobufMessage, Equatable {
  static let fullName = "test.Raw"
  var bytes = ByteBuffer()

  init() {}
  init(_ text: String) { bytes = ByteBuffer(string: text) }
  init(serialized: ByteBuffer) throws(WireError) { bytes = serialized }
  func serialize(into buffer: inout ByteBuffer) { buffer.writeImmutableBuffer(bytes) }
  var text: String { String(buffer: bytes) }
}

/// Methods of every shape that do what their names say.
enum Echo {
  static let service = "test.Echo"
  static func method(_ name: String, _ shape: Method.Shape, immediate: Bool = false) -> Method {
    Method(service: service, name: name, shape: shape, access: .public, isImmediate: immediate)
  }
  static let immediate = method("Immediate", .unary, immediate: true)
  static let unary = method("Unary", .unary)
  static let fail = method("Fail", .unary)
  static let hang = method("Hang", .unary)
  static let metadata = method("Metadata", .unary)
  static let collect = method("Collect", .clientStreaming)
  static let count = method("Count", .serverStreaming)
  static let chat = method("Chat", .bidirectional)
  static let flood = method("Flood", .serverStreaming)

  /// - Parameter onCancel: called when the handler of `Hang` is cancelled.
  static func definition(
    onCancel: @escaping @Sendable () -> Void = {},
    onFloodWrite: @escaping @Sendable () -> Void = {}
  ) -> ServiceDefinition {
    ServiceDefinition(
      name: service,
      methods: [
        .immediate(immediate) { (request: RawMessage, _) in request },
        .unary(unary) { (request: RawMessage, _) in
          await Task.yield()
          return request
        },
        .unary(fail) { (request: RawMessage, _) -> RawMessage in
          throw RPCError(
            .failedPrecondition,
            reason: "TEST_REASON",
            message: "no: å%",
            information: ["k": "v"]
          )
          .with(.badRequest([FieldViolation(field: "a.b", reason: "WRONG", description: "is wrong")]))
          .with(.retryInfo(delayMilliseconds: 1_500))
        },
        .unary(hang) { (request: RawMessage, _) -> RawMessage in
          try await withTaskCancellationHandler {
            try await Task.sleep(for: .seconds(600))
          } onCancel: {
            onCancel()
          }
          return request
        },
        .unary(metadata) { (request: RawMessage, context: ServerContext) in
          context.initialMetadata.append("x-initial", context.metadata["x-ask"] ?? "")
          context.trailingMetadata.append("x-trailing-bin", bytes: context.metadata.bytes("x-ask-bin") ?? [])
          return request
        },
        .clientStreaming(collect) { (requests: RequestStream<RawMessage>, _) -> RawMessage in
          var all = RawMessage()
          for try await request in requests { all.bytes.writeImmutableBuffer(request.bytes) }
          return all
        },
        .serverStreaming(count) { (request: RawMessage, responses: ResponseWriter<RawMessage>, _) in
          for number in 0..<(Int(request.text) ?? 0) { try await responses.write(RawMessage("\(number)")) }
        },
        .bidirectional(chat) {
          (requests: RequestStream<RawMessage>, responses: ResponseWriter<RawMessage>, _) in
          for try await request in requests { try await responses.write(RawMessage("re: " + request.text)) }
        },
        .serverStreaming(flood) { (_: RawMessage, responses: ResponseWriter<RawMessage>, _) in
          let block = RawMessage(String(repeating: "x", count: 60_000))
          for _ in 0..<10_000 {
            try await responses.write(block)
            onFloodWrite()
          }
        },
      ]
    )
  }
}
