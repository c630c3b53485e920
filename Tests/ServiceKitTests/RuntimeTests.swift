import Logging
import Messages
import NIOCore
import RPC
import RPCTransport
import SuiteConfiguration
import Synchronization
import Testing

@testable import ServiceKit

@Suite struct RuntimeTests {
  private func configuration(_ flags: [(key: String, text: String)] = []) throws -> ServiceConfiguration {
    let anyPort = [
      (key: "listen.port", text: "0"), (key: "admin.port", text: "0"), (key: "listen.eventLoops", text: "1"),
    ]
    let loader = ConfigurationLoader(schema: InventoryConfiguration.schema, flags: anyPort + flags)
    return try loader.load()
  }

  private var logger: Logger {
    Logger(label: "test") { _ in JSONLogHandler(service: "test", level: .critical, sink: MemorySink()) }
  }

  @Test func aServiceAnswersHealthWhileItRunsAndEndsInOrder() async throws {
    let order = Mutex<[String]>([])
    let worker = Worker("w") {
      try? await Task.sleep(for: .seconds(3_600))
      order.withLock { $0.append("worker") }
    }
    let service = try await RunningService.start(configuration: configuration(), logger: logger) { _ in
      ServiceParts(
        services: [],
        workers: [worker],
        prepare: { order.withLock { $0.append("prepared") } },
        onShutdown: { order.withLock { $0.append("closed") } }
      )
    }
    let target = ClientChannel.Target(host: "127.0.0.1", port: service.address.port ?? 0)
    let channel = ClientChannel(targets: [target])
    let client = HealthV1.HealthClient(channel)
    let response = try await client.check(
      HealthV1.HealthCheckRequest(),
      options: CallOptions(timeout: .seconds(20))
    )
    #expect(response.status == .serving)
    let watched = try await client.watch(HealthV1.HealthCheckRequest())
    var statuses = watched.makeAsyncIterator()
    #expect(try await statuses.next()?.status == .serving)
    async let stopping: Void = service.stop()
    #expect(try await statuses.next()?.status == .notServing)
    await stopping
    channel.close()
    #expect(order.withLock { $0 } == ["prepared", "worker", "closed"])
  }

  @Test func aMethodWithoutAccessKeepsTheServiceFromStarting() async throws {
    let method = Method(service: "test.S", name: "M", shape: .unary, access: .unspecified)
    let binding = MethodBinding(method: method, handler: .immediate { _, _ in throw CancellationError() })
    let closed = Mutex(false)
    let error = await #expect(throws: ServiceStartError.self) {
      try await RunningService.start(configuration: configuration(), logger: logger) { _ in
        ServiceParts(
          services: [ServiceDefinition(name: "test.S", methods: [binding])],
          onShutdown: { closed.withLock { $0 = true } }
        )
      }
    }
    #expect(error?.description.contains("/test.S/M") == true)
    #expect(closed.withLock { $0 })
  }

  @Test func aPortThatIsTakenIsNamed() async throws {
    let first = try await RunningService.start(configuration: configuration(), logger: logger) { _ in
      ServiceParts(services: [])
    }
    let taken = "\(first.address.port ?? 0)"
    let error = await #expect(throws: ServiceStartError.self) {
      try await RunningService.start(configuration: configuration([("listen.port", taken)]), logger: logger) {
        _ in
        ServiceParts(services: [])
      }
    }
    let text = "127.0.0.1:\(taken) cannot be listened on: Address already in use"
    #expect(error?.description.hasPrefix(text) == true, "\(error?.description ?? "none")")
    await first.stop()
  }

  /// A channel on other threads would have a connection for each of those.
  @Test func callsToOthersStayOnTheThreadsOfTheService() async throws {
    let upstream = RPCServer(configuration: .init(), services: [Health(services: []).definition])
    let port = try await upstream.start().port ?? 0
    let channel = Mutex<ClientChannel?>(nil)
    let flags = [
      (key: "listen.port", text: "0"), (key: "admin.port", text: "0"), (key: "listen.eventLoops", text: "1"),
      (key: "upstream.inventory", text: "127.0.0.1:\(port)"),
    ]
    let configuration = try ConfigurationLoader(schema: OrderingConfiguration.schema, flags: flags).load()
    let service = try await RunningService.start(configuration: configuration, logger: logger) { runtime in
      let made = try runtime.channel(to: Upstreams.inventory)
      channel.withLock { $0 = made }
      return ServiceParts(services: [])
    }
    let client = HealthV1.HealthClient(try #require(channel.withLock { $0 }))
    for _ in 0..<20 { _ = try await client.check(.init(), options: CallOptions(timeout: .seconds(10))) }
    #expect(upstream.connectionCount == 1)
    await service.stop()
    await upstream.shutdown(gracePeriod: .zero)
  }

  @Test func aServiceThatCannotPrepareIsStopped() async throws {
    let closed = Mutex(false)
    let worker = Worker("w") { try? await Task.sleep(for: .seconds(3_600)) }
    await #expect(throws: CancellationError.self) {
      try await RunningService.start(configuration: configuration(), logger: logger) { _ in
        ServiceParts(
          services: [],
          workers: [worker],
          prepare: { throw CancellationError() },
          onShutdown: { closed.withLock { $0 = true } }
        )
      }
    }
    #expect(closed.withLock { $0 })
  }

  @Test func endlessHandlersAreCancelledWhenTheServiceStops() async throws {
    let stopping = StopSignal()
    let running = Task {
      try await stopping.cancelling { try await Task.sleep(for: .seconds(3_600)) }
    }
    stopping.stop()
    let error = await #expect(throws: RPCError.self) { try await running.value }
    #expect(error?.code == .unavailable)
    await stopping.wait()
  }

  @Test func handlersThatEndAreNotHeldUp() async throws {
    try await StopSignal().cancelling {}
    await #expect(throws: CancellationError.self) {
      try await StopSignal().cancelling { throw CancellationError() }
    }
  }

  @Test func aWorkerThatThrowsIsStartedAgain() async {
    let failures = Counter()
    let attempts = Mutex(0)
    let worker = Worker("w", firstPause: .milliseconds(1)) {
      let attempt = attempts.withLock {
        $0 += 1; return $0
      }
      if attempt < 3 { throw CancellationError() }
    }
    await worker.run(logger: logger, failures: failures)
    #expect(failures.value == 2)
  }
}
