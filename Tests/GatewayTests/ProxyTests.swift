import Crypto
import NIOCore
import Protobuf
import RPC
import RPCTransport
import ServiceKit
import Synchronization
import Testing

@testable import GatewayServer

struct RawMessage: ProtobufMessage, Equatable {
  static let fullName = "test.Raw"
  var bytes = ByteBuffer()
  init() {}
  init(_ text: String) { bytes = ByteBuffer(string: text) }
  init(serialized: ByteBuffer) throws(WireError) { bytes = serialized }
  func serialize(into buffer: inout ByteBuffer) { buffer.writeImmutableBuffer(bytes) }
  var text: String { String(buffer: bytes) }
}

private func method(_ name: String, _ shape: Method.Shape, _ access: Access = .read) -> Method {
  Method(service: "test.Backend", name: name, shape: shape, access: access)
}

private let who = method("Who", .unary)
private let left = method("Left", .unary)
private let refuse = method("Refuse", .unary)
private let chat = method("Chat", .bidirectional)
private let secret = method("Secret", .unary, .service)
private let wait = method("Wait", .serverStreaming)
private let all = [who, left, refuse, chat, secret, wait]

/// A backend that trusts the gateway's signature only, behind a gateway that takes one API key.
///
/// - Parameter missingPort: where the gateway looks for the backend instead.
private func withGateway(
  missingPort: Int? = nil,
  _ body: (ClientChannel, CallOptions) async throws -> Void
) async throws {
  let signer = CallerSigner(issuer: "gateway", privateKey: Curve25519.Signing.PrivateKey())
  let backend = RPCServer(
    configuration: .init(),
    services: [
      ServiceDefinition(
        name: "test.Backend",
        methods: [
          .unary(who) { (_: RawMessage, context: ServerContext) in
            let keys = context.metadata[Authentication.authorizationHeader] ?? "no key"
            return RawMessage("\(context.caller?.organization ?? "nobody") \(keys)")
          },
          .unary(left) { (_: RawMessage, context: ServerContext) in
            RawMessage("\(context.deadline?.remaining.nanoseconds ?? 0)")
          },
          .unary(refuse) { (_: RawMessage, _) -> RawMessage in
            throw RPCError(.notFound, reason: "RESOURCE_NOT_FOUND", message: "no")
          },
          .bidirectional(chat) {
            (requests: RequestStream<RawMessage>, responses: ResponseWriter<RawMessage>, _) in
            for try await request in requests { try await responses.write(RawMessage("re: \(request.text)")) }
          },
          .serverStreaming(wait) { (_: RawMessage, responses: ResponseWriter<RawMessage>, _) in
            try await responses.sendHeaders()
            try await Task.sleep(for: .seconds(600))
          },
          .unary(secret) { (request: RawMessage, _) in request },
        ]
      )
    ],
    interceptors: [Authentication(trustedSigners: [signer.trusted], apiKeys: [])]
  )
  let backendPort = try await backend.start().port ?? 0
  let upstreamChannel = ClientChannel(targets: [.init(host: "127.0.0.1", port: missingPort ?? backendPort)])
  let upstream = Upstream(
    name: "backend",
    channel: upstreamChannel,
    gate: ServiceGate(service: "backend", .init(calls: 100, streams: 100)),
    signer: signer,
    defaultTimeout: .seconds(30)
  )
  let caller = Caller(principal: "keys/a", organization: "acme", role: .customerAdministrator)
  let gateway = RPCServer(
    configuration: .init(),
    services: [proxiedService(all, to: upstream)],
    interceptors: [
      Authentication(trustedSigners: [], apiKeys: [APIKey(hash: APIKey.hash(of: "the-key"), caller: caller)])
    ]
  )
  let port = try await gateway.start().port ?? 0
  let channel = ClientChannel(targets: [.init(host: "127.0.0.1", port: port)])
  let options = CallOptions(timeout: .seconds(60)).calling(withAPIKey: "the-key")
  try await body(channel, options)
  channel.close()
  upstreamChannel.close()
  await gateway.shutdown(gracePeriod: .seconds(0))
  await backend.shutdown(gracePeriod: .seconds(0))
}

@Suite struct ProxyTests {
  @Test func theServiceLearnsTheCallerAndNeverTheKey() async throws {
    try await withGateway { channel, options in
      let reply: RawMessage = try await channel.unary(who, RawMessage(), options: options)
      #expect(reply.text == "acme no key")
      let error = await #expect(throws: RPCError.self) {
        let _: RawMessage = try await channel.unary(
          who,
          RawMessage(),
          options: CallOptions(timeout: .seconds(60))
        )
      }
      #expect(error?.reason == "CREDENTIALS_MISSING")
    }
  }

  @Test func theDeadlineGetsShorterOnTheWay() async throws {
    try await withGateway { channel, options in
      let reply: RawMessage = try await channel.unary(left, RawMessage(), options: options)
      let remaining = try #require(Int64(reply.text))
      #expect(remaining > 5_000_000_000 && remaining <= 59_980_000_000)
    }
  }

  @Test func errorsAndStreamsPass() async throws {
    try await withGateway { channel, options in
      let error = await #expect(throws: RPCError.self) {
        let _: RawMessage = try await channel.unary(refuse, RawMessage(), options: options)
      }
      #expect(error?.code == .notFound && error?.reason == "RESOURCE_NOT_FOUND")
      let call: BidirectionalCall<RawMessage, RawMessage> = try await channel.bidirectional(
        chat,
        options: options
      )
      var answers = call.responses.makeAsyncIterator()
      try await call.send(RawMessage("a"))
      #expect(try await answers.next()?.text == "re: a")
      try await call.finishSending()
      #expect(try await answers.next() == nil)
    }
  }

  /// Whoever follows events knows that it does before the first one.
  @Test func headersPassBeforeTheFirstMessage() async throws {
    try await withGateway { channel, options in
      let stream: ResponseStream<RawMessage> = try await channel.serverStreaming(
        wait,
        RawMessage(),
        options: options
      )
      _ = try await stream.initialMetadata()
      stream.cancel()
    }
  }

  @Test func methodsForServicesAreNotServed() async throws {
    try await withGateway { channel, options in
      let error = await #expect(throws: RPCError.self) {
        let _: RawMessage = try await channel.unary(secret, RawMessage(), options: options)
      }
      #expect(error?.code == .unimplemented)
    }
  }

  @Test func aMissingServiceIsNamed() async throws {
    // Nobody listens there; the port of a server that was stopped may be another test's by now.
    try await withGateway(missingPort: 1) { channel, options in
      let error = await #expect(throws: RPCError.self) {
        let _: RawMessage = try await channel.unary(who, RawMessage(), options: options)
      }
      #expect(error?.code == .unavailable && error?.reason == "SERVICE_UNAVAILABLE")
    }
  }
}
