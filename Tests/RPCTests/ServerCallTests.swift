import NIOCore
import Synchronization
import Testing

@testable import RPC

@Suite struct ServerCallTests {
  private static func method(_ name: String, _ shape: Method.Shape) -> Method {
    Method(service: "test.S", name: name, shape: shape, access: .public, isImmediate: false)
  }

  /// Begins a call of the method that the handler is for, and sends one empty message.
  private func call(
    _ transport: ScriptedTransport,
    _ handler: MethodHandler,
    timeout: String? = nil,
    startedAt start: NIODeadline = .now()
  ) async throws -> ServerCall? {
    var shape = Method.Shape.unary
    if case .streaming = handler { shape = .bidirectional }
    let service = ServiceDefinition(
      name: "test.S",
      methods: [MethodBinding(method: Self.method("M", shape), handler: handler)]
    )
    return try await transport.onLoop {
      var head = RequestHead()
      head.take(":method", "POST")
      head.take(":path", "/test.S/M")
      head.take("content-type", "application/grpc")
      if let timeout { head.take("grpc-timeout", timeout) }
      let router = ServiceRouter([service])
      let call = ServerCall.begin(head, stream: 1, router: router, transport: transport, now: start)
      call?.receive(ByteBuffer(bytes: [0, 0, 0, 0, 0]), endStream: true)
      return call
    }
  }

  /// Who calls does not wait any more: the handler must not begin, for what it does nobody would hear of.
  @Test(arguments: ["1n", "1m"])
  func aCallWhoseDeadlineHasPassedIsNotDispatched(timeout: String) async throws {
    let handled = Mutex(0)
    let handlers: [MethodHandler] = [
      .immediate { _, _ in
        handled.withLock { $0 += 1 }
        return LengthPrefixedMessage(serialized: ByteBuffer())
      },
      .unary { _, _ in
        handled.withLock { $0 += 1 }
        return LengthPrefixedMessage(serialized: ByteBuffer())
      },
    ]
    for handler in handlers {
      let late = ScriptedTransport()
      _ = try await call(late, handler, timeout: timeout, startedAt: .now() - .milliseconds(2))
      #expect(try await late.onLoop { late.status } == .deadlineExceeded)
      #expect(handled.withLock { $0 } == 0)
      let inTime = ScriptedTransport()
      _ = try await call(inTime, handler, timeout: "1M")
      #expect(try await inTime.onLoop { inTime.status } == .ok)
      handled.withLock { $0 = 0 }
    }
  }

  @Test(arguments: ["", "1", "x", "123456789n", "-1n"])
  func aMalformedTimeoutIsRefused(timeout: String) async throws {
    let transport = ScriptedTransport()
    let handler = MethodHandler.immediate { message, _ in LengthPrefixedMessage(serialized: message) }
    _ = try await call(transport, handler, timeout: timeout)
    #expect(try await transport.onLoop { transport.status } == .internal)
  }

  /// While its client does not read, a writer waits with 64 KiB and one message; it goes on when they are sent.
  @Test func aWriterWaitsForASlowReader() async throws {
    let transport = ScriptedTransport()
    let block = LengthPrefixedMessage(serialized: ByteBuffer(repeating: 0, count: 10_000))
    let handler = MethodHandler.streaming { _, responses, _ in
      while true { try await responses.send(block) }
    }
    let call = try await call(transport, handler)
    let held = try await transport.onLoop { transport.messageCount }
    #expect(held == 65_536 / 10_000 + 1)
    try await transport.onLoop {
      transport.queuedBytes = 0
      call?.drained()
    }
    // What the writer does next was put on the loop before this.
    #expect(try await transport.onLoop { transport.messageCount } == 2 * held)
    try await transport.onLoop { call?.cancelled() }
    #expect(try await transport.onLoop { transport.runningHandlers } == 0)
  }

  /// A deferred handler holds its place until it answers, from whichever thread; what it says after that is dropped.
  @Test func aDeferredHandlerAnswersLaterAndOnce() async throws {
    let transport = ScriptedTransport()
    let sink = Mutex<ReplySink?>(nil)
    _ = try await call(transport, .deferred { _, _, given in sink.withLock { $0 = given } })
    #expect(try await transport.onLoop { transport.runningHandlers } == 1)
    #expect(try await transport.onLoop { transport.status } == nil)
    let reply = try #require(sink.withLock { $0 })
    reply.complete(.success(LengthPrefixedMessage(serialized: ByteBuffer())))
    reply.complete(.failure(RPCError(.internal, reason: "TWICE", message: "twice")))
    #expect(try await transport.onLoop { transport.status } == .ok)
    #expect(try await transport.onLoop { transport.messageCount } == 1)
    #expect(try await transport.onLoop { transport.runningHandlers } == 0)
  }

  @Test func aDeferredHandlerThatThrowsHasAnswered() async throws {
    let transport = ScriptedTransport()
    _ = try await call(
      transport,
      .deferred { _, _, _ in throw RPCError(.notFound, reason: "NO", message: "no") }
    )
    #expect(try await transport.onLoop { transport.status } == .notFound)
    #expect(try await transport.onLoop { transport.runningHandlers } == 0)
  }

  @Test func aDeferredAnswerAfterTheCallHasEndedIsDropped() async throws {
    let transport = ScriptedTransport()
    let sink = Mutex<ReplySink?>(nil)
    let call = try await call(transport, .deferred { _, _, given in sink.withLock { $0 = given } })
    try await transport.onLoop { call?.deadlinePassed() }
    #expect(try await transport.onLoop { transport.status } == .deadlineExceeded)
    sink.withLock { $0 }?.complete(.success(LengthPrefixedMessage(serialized: ByteBuffer())))
    #expect(try await transport.onLoop { transport.messageCount } == 0)
    #expect(try await transport.onLoop { transport.runningHandlers } == 0)
  }
}
