import NIOCore
import NIOPosix
import RPC
import Synchronization
import Testing

@testable import RPCTransport

/// A server and a channel to it, over a real socket.
func withEcho<Result>(
  tls: (server: ServerTLS, client: ClientTLS)? = nil,
  service: ServiceDefinition = Echo.definition(),
  configure: (inout RPCServer.Configuration) -> Void = { _ in },
  _ body: (ClientChannel, RPCServer) async throws -> Result
) async throws -> Result {
  var configuration = RPCServer.Configuration(tls: tls?.server)
  configure(&configuration)
  let server = RPCServer(configuration: configuration, services: [service])
  let address = try await server.start()
  let channel = ClientChannel(
    targets: [.init(host: "127.0.0.1", port: address.port ?? 0)],
    configuration: .init(tls: tls?.client),
    group: server.eventLoopGroup
  )
  do {
    let result = try await body(channel, server)
    channel.close()
    await server.shutdown(gracePeriod: .milliseconds(500))
    return result
  } catch {
    channel.close()
    await server.shutdown(gracePeriod: .zero)
    throw error
  }
}

/// Long enough for a machine that has much else to do.
let options = CallOptions(timeout: .seconds(60))

@Suite struct CallTests {
  /// Trailers are one header section, of which many clients take 8 KiB.
  @Test func manyViolationsAreCutShort() async throws {
    let count = 5_000
    let service = ServiceDefinition(
      name: Echo.service,
      methods: [
        .unary(Echo.fail) { (_: RawMessage, _) -> RawMessage in
          let violations = (0..<count).map {
            FieldViolation(
              field: "phone_numbers[\($0)]",
              reason: "NOT_FOUND",
              description: "There is no such number."
            )
          }
          throw RPCError(.notFound, reason: "NOT_FOUND", message: String(repeating: "å", count: 9_000))
            .with(.badRequest(violations))
            .with(.preconditionFailure([]))
        }
      ]
    )
    try await withEcho(service: service) { channel, _ in
      let error = await #expect(throws: RPCError.self) {
        let _: RawMessage = try await channel.unary(Echo.fail, RawMessage(""), options: options)
      }
      let details = try #require(error?.details)
      #expect(error?.reason == "NOT_FOUND" && error?.message.count == 1_024)
      let violations = details.compactMap { if case .badRequest(let all) = $0 { all } else { nil } }.flatMap(
        \.self
      )
      #expect(violations.count > 20 && violations.first?.field == "phone_numbers[0]")
      #expect(violations.last?.reason == "MORE_VIOLATIONS")
      #expect(violations.last?.field == "phone_numbers[\(violations.count - 1)]")
      #expect(violations.last?.description.hasPrefix("\(count - violations.count + 1) violations") == true)
    }
  }

  /// A stream that nobody would end must not be opened.
  @Test func aCallThatWasCancelledBeforeItBeganReachesNobody() async throws {
    let ends = Ends()
    let server = RPCServer(configuration: .init(), services: [Echo.definition()], interceptors: [ends])
    let port = try await server.start().port ?? 0
    let channel = ClientChannel(targets: [.init(host: "127.0.0.1", port: port)])
    let _: RawMessage = try await channel.unary(Echo.unary, RawMessage("first"), options: options)
    let cancelled = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      let _: RawMessage = try await channel.unary(Echo.unary, RawMessage("never"), options: options)
    }
    await #expect(throws: RPCError.self) { try await cancelled.value }
    let _: RawMessage = try await channel.unary(Echo.unary, RawMessage("last"), options: options)
    channel.close()
    await server.shutdown(gracePeriod: .seconds(5))
    #expect(ends.codes.withLock { $0 } == [.ok, .ok])
  }

  /// Requests that are alike but for a header or two are told apart.
  @Test func everyCallHasItsOwnMetadataAndDeadline() async throws {
    let reader = ServiceDefinition(
      name: Echo.service,
      methods: [Echo.immediate, Echo.unary].map { method in
        .immediate(method) { (_: RawMessage, context) in
          let entries = context.metadata.entries.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
          return RawMessage("\(context.method.name) \(entries) \(context.deadline != nil)")
        }
      }
    )
    try await withEcho(service: reader) { channel, _ in
      for round in 0..<60 {
        let method = round % 2 == 0 ? Echo.immediate : Echo.unary
        let (trace, tenant) = ("00-\(round)", "t\(round % 11)")
        var mine = CallOptions(timeout: round % 3 == 0 ? nil : .seconds(60 + Int64(round)))
        mine.metadata = ["traceparent": trace, "x-tenant": tenant]
        let answer: RawMessage = try await channel.unary(method, RawMessage(""), options: mine)
        let entries = Set(answer.text.split(separator: " ")[1].split(separator: ","))
        #expect(answer.text.hasPrefix(method.name) && answer.text.hasSuffix(" \(round % 3 != 0)"))
        #expect(entries == ["traceparent=\(trace)", "x-tenant=\(tenant)"])
      }
    }
  }

  @Test(arguments: [Echo.immediate, Echo.unary])
  func unary(method: Method) async throws {
    try await withEcho { channel, _ in
      for size in [0, 1, 37, 16_384, 60_000] {
        let request = RawMessage(String(repeating: "a", count: size))
        let response: RawMessage = try await channel.unary(method, request, options: options)
        #expect(response == request)
      }
    }
  }

  private final class Ends: ServerInterceptor {
    let codes = Mutex<[StatusCode]>([])

    func ended(_ context: ServerContext, status: StatusCode, durationNanoseconds: Int64) {
      codes.withLock { $0.append(status) }
    }
  }

  /// Also of a handler that suspends, whose answer closes the stream while it is sent.
  @Test func theEndOfACallIsToldOnce() async throws {
    let ends = Ends()
    let service = ServiceDefinition(
      name: Echo.unary.service,
      methods: [
        .unary(Echo.unary) { (request: RawMessage, _) in
          await Task.yield()
          guard request != RawMessage("wrong") else { throw RPCError(.notFound, message: "There is none.") }
          return request
        }
      ]
    )
    let server = RPCServer(configuration: .init(), services: [service], interceptors: [ends])
    let port = try await server.start().port ?? 0
    let channel = ClientChannel(targets: [.init(host: "127.0.0.1", port: port)])
    let _: RawMessage = try await channel.unary(Echo.unary, RawMessage("right"), options: options)
    await #expect(throws: RPCError.self) {
      let _: RawMessage = try await channel.unary(Echo.unary, RawMessage("wrong"), options: options)
    }
    channel.close()
    await server.shutdown(gracePeriod: .seconds(1))
    #expect(ends.codes.withLock { $0 } == [.ok, .notFound])
  }

  @Test func manyAtOnce() async throws {
    try await withEcho { channel, _ in
      let sum = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<1_000 {
          group.addTask {
            let reply: RawMessage = try await channel.unary(
              Echo.unary,
              RawMessage("\(number)"),
              options: options
            )
            return Int(reply.text) ?? 0
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(sum == 499_500)
    }
  }

  @Test func richErrors() async throws {
    try await withEcho { channel, _ in
      let error = await #expect(throws: RPCError.self) {
        let _: RawMessage = try await channel.unary(Echo.fail, RawMessage(), options: options)
      }
      #expect(error?.code == .failedPrecondition)
      #expect(error?.message == "no: å%")
      #expect(error?.reason == "TEST_REASON")
      #expect(
        error?.fieldViolations == [FieldViolation(field: "a.b", reason: "WRONG", description: "is wrong")]
      )
      #expect(error?.details.contains(.retryInfo(delayMilliseconds: 1_500)) == true)
    }
  }

  @Test func unknownMethod() async throws {
    try await withEcho { channel, _ in
      for method in [
        Method(service: "no.Such", name: "X", shape: .unary, access: .public), Echo.method("No", .unary),
      ] {
        let error = await #expect(throws: RPCError.self) {
          let _: RawMessage = try await channel.unary(method, RawMessage(), options: options)
        }
        #expect(error?.code == .unimplemented)
      }
    }
  }

  @Test func metadataBothWays() async throws {
    try await withEcho { channel, _ in
      var options = options
      options.metadata = ["x-ask": "hello"]
      options.metadata.append("x-ask-bin", bytes: [0, 1, 255])
      let reply = try await channel.unary(Echo.metadata, message: ByteBuffer(), options: options)
      #expect(reply.initialMetadata["x-initial"] == "hello")
      #expect(reply.trailingMetadata.bytes("x-trailing-bin") == [0, 1, 255])
    }
  }

  @Test func streams() async throws {
    try await withEcho { channel, _ in
      let call: ClientStreamingCall<RawMessage, RawMessage> = try await channel.clientStreaming(
        Echo.collect,
        options: options
      )
      for part in ["a", "b", "c"] { try await call.send(RawMessage(part)) }
      #expect(try await call.finish().text == "abc")

      let numbers: ResponseStream<RawMessage> = try await channel.serverStreaming(
        Echo.count,
        RawMessage("1000"),
        options: options
      )
      var expected = 0
      for try await number in numbers {
        #expect(number.text == "\(expected)")
        expected += 1
      }
      #expect(expected == 1_000)

      let chat: BidirectionalCall<RawMessage, RawMessage> = try await channel.bidirectional(
        Echo.chat,
        options: options
      )
      var answers = chat.responses.makeAsyncIterator()
      for text in ["x", "y"] {
        try await chat.send(RawMessage(text))
        #expect(try await answers.next()?.text == "re: " + text)
      }
      try await chat.finishSending()
      #expect(try await answers.next() == nil)
    }
  }

  /// A message may leave whole while it is written; its writer must not wait for what has happened.
  @Test func largeMessagesStreamBothWays() async throws {
    try await withEcho { channel, _ in
      let chat: BidirectionalCall<RawMessage, RawMessage> = try await channel.bidirectional(
        Echo.chat,
        options: options
      )
      var answers = chat.responses.makeAsyncIterator()
      for size in [60_000, 64_000, 65_000, 65_500] {
        let text = String(repeating: "l", count: size)
        for _ in 0..<8 { try await chat.send(RawMessage(text)) }
        for _ in 0..<8 { #expect(try await answers.next()?.text.utf8.count == size + 4) }
      }
      try await chat.finishSending()
      #expect(try await answers.next() == nil)
    }
  }

  @Test func compression() async throws {
    try await withEcho { channel, _ in
      var options = options
      options.compressesRequests = true
      let request = RawMessage(String(repeating: "abc", count: 10_000))
      let response: RawMessage = try await channel.unary(Echo.unary, request, options: options)
      #expect(response == request)
    }
  }

  @Test func deadlineCancelsTheHandler() async throws {
    let cancelled = AsyncStream<Void>.makeStream()
    let service = Echo.definition(onCancel: { cancelled.continuation.yield() })
    try await withEcho(service: service) { channel, _ in
      // Connected first: the deadline has to pass in the handler, not on the way to it.
      let _: RawMessage = try await channel.unary(Echo.unary, RawMessage("connect"), options: options)
      let error = await #expect(throws: RPCError.self) {
        let _: RawMessage = try await channel.unary(
          Echo.hang,
          RawMessage(),
          options: CallOptions(timeout: .milliseconds(500))
        )
      }
      #expect(error?.code == .deadlineExceeded)
      for await _ in cancelled.stream { break }
    }
  }

  /// A service must not answer what nobody waits for, however short the time was.
  @Test func passedDeadlineIsNotCalled() async throws {
    try await withEcho { channel, _ in
      let _: RawMessage = try await channel.unary(Echo.unary, RawMessage("connect"), options: options)
      for method in [Echo.immediate, Echo.unary] {
        let error = await #expect(throws: RPCError.self) {
          let _: RawMessage = try await channel.unary(
            method,
            RawMessage("x"),
            options: CallOptions(timeout: .nanoseconds(1))
          )
        }
        #expect(error?.code == .deadlineExceeded)
      }
    }
  }

  @Test func cancellationReachesTheHandler() async throws {
    let cancelled = AsyncStream<Void>.makeStream()
    let service = Echo.definition(onCancel: { cancelled.continuation.yield() })
    try await withEcho(service: service) { channel, _ in
      let task = Task {
        let _: RawMessage = try await channel.unary(Echo.hang, RawMessage(), options: options)
      }
      let ready: RawMessage = try await channel.unary(Echo.unary, RawMessage("x"), options: options)
      #expect(ready.text == "x")
      task.cancel()
      let error = await #expect(throws: RPCError.self) { try await task.value }
      #expect(error?.code == .cancelled)
    }
  }

  @Test func tooLargeRequest() async throws {
    try await withEcho { channel, _ in
      let error = await #expect(throws: RPCError.self) {
        let _: RawMessage = try await channel.unary(
          Echo.unary,
          RawMessage(String(repeating: "a", count: 70_000)),
          options: options
        )
      }
      #expect(error?.code == .resourceExhausted)
      #expect(error?.reason == "MESSAGE_TOO_LARGE")
      let after: RawMessage = try await channel.unary(Echo.unary, RawMessage("still here"), options: options)
      #expect(after.text == "still here")
    }
  }

  @Test func slowReaderHoldsTheWriterBack() async throws {
    let written = Atomic(0)
    let service = Echo.definition(onFloodWrite: { written.add(1, ordering: .relaxed) })
    try await withEcho(service: service) { channel, _ in
      let stream: ResponseStream<RawMessage> = try await channel.serverStreaming(
        Echo.flood,
        RawMessage(),
        options: options
      )
      var responses = stream.makeAsyncIterator()
      for _ in 0..<20 { _ = try await responses.next() }
      // Calls in between prove that the server had time to write all 600 MB, had it not been held back.
      for _ in 0..<200 {
        let _: RawMessage = try await channel.unary(Echo.unary, RawMessage("x"), options: options)
      }
      #expect(written.load(ordering: .relaxed) < 60)
      stream.cancel()
    }
  }

  @Test func nobodyListens() async throws {
    let channel = ClientChannel(targets: [.init(host: "127.0.0.1", port: 1)])
    let error = await #expect(throws: RPCError.self) {
      let _: RawMessage = try await channel.unary(Echo.unary, RawMessage(), options: options)
    }
    #expect(error?.code == .unavailable)
    channel.close()
  }

  @Test func shutdownLetsCallsFinish() async throws {
    let server = RPCServer(configuration: .init(), services: [Echo.definition()])
    let address = try await server.start()
    let channel = ClientChannel(targets: [.init(host: "127.0.0.1", port: address.port ?? 0)])
    let chat: BidirectionalCall<RawMessage, RawMessage> = try await channel.bidirectional(
      Echo.chat,
      options: options
    )
    var answers = chat.responses.makeAsyncIterator()
    try await chat.send(RawMessage("before"))
    #expect(try await answers.next()?.text == "re: before")
    async let stopped: Void = server.shutdown(gracePeriod: .seconds(20))
    try await chat.send(RawMessage("after"))
    #expect(try await answers.next()?.text == "re: after")
    try await chat.finishSending()
    #expect(try await answers.next() == nil)
    await stopped
    channel.close()
  }
}
