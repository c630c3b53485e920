import NIOCore
import Protobuf
import RPC

/// A method of every kind; each answers with what it was sent.
enum FuzzedService {
  private static let name = "fuzz.Service"
  private static let kinds: [(String, Method.Shape)] = [
    ("Immediate", .unary), ("Unary", .unary), ("Client", .clientStreaming), ("Both", .bidirectional),
  ]

  static let paths = kinds.map { "/\(name)/\($0.0)" }

  static let router = ServiceRouter([
    ServiceDefinition(
      name: name,
      methods: [
        .immediate(method(0, isImmediate: true)) { (message: Anything, context: ServerContext) in
          for entry in context.metadata.entries where !entry.name.hasPrefix("grpc-") {
            context.trailingMetadata.append(entry.name, entry.value)
          }
          return message
        },
        .unary(method(1)) { (message: Anything, context: ServerContext) in
          context.compressesResponses = true
          return message
        },
        .clientStreaming(method(2)) { (messages: RequestStream<Anything>, _) in
          var last = Anything()
          for try await message in messages { last = message }
          return last
        },
        .bidirectional(method(3)) {
          (messages: RequestStream<Anything>, responses: ResponseWriter<Anything>, _) in
          for try await message in messages { try await responses.write(message) }
        },
      ]
    )
  ])

  private static func method(_ index: Int, isImmediate: Bool = false) -> Method {
    Method(
      service: name,
      name: kinds[index].0,
      shape: kinds[index].1,
      access: .public,
      requestLimitBytes: 4_096,
      isImmediate: isImmediate
    )
  }
}

/// A message that is its bytes.
struct Anything: ProtobufMessage {
  static let fullName = "fuzz.Anything"
  private var bytes = ByteBuffer()

  init() {}
  init(serialized: ByteBuffer) throws(WireError) { bytes = serialized }
  func serialize(into buffer: inout ByteBuffer) { buffer.writeImmutableBuffer(bytes) }
}
