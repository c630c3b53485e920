import Messages
import RPC

/// What makes one service different from the others.
public struct ServiceParts: Sendable {
  var services: [ServiceDefinition]
  var workers: [Worker]
  var prepare: @Sendable () async throws -> Void
  var advanceClocks: ClockAdvance
  var transcoder: TranscoderOf?
  var interceptors: [any ServerInterceptor]
  var onShutdown: @Sendable () async -> Void

  /// Passes a move of the sandbox's clock on.
  public typealias ClockAdvance =
    @Sendable (SandboxV1.AdvanceClockRequest, ServerContext) async throws -> Void

  /// Makes what takes requests that are not gRPC, from all services that are served.
  public typealias TranscoderOf = @Sendable ([ServiceDefinition]) -> any Transcoder

  /// - Parameters:
  ///   - services: what it answers, such as `InventoryServer(…).definition`.
  ///   - workers: what it does beside that.
  ///   - prepare: awaited after the port is open and before health says SERVING.
  ///   - advanceClocks: moves the clocks of other services, before this one's.
  ///   - transcoder: makes what takes requests that are not gRPC; they are refused without.
  ///   - interceptors: look at each call after it is known who makes it.
  ///   - onShutdown: called last, when no call and no worker runs any more; closes the database.
  public init(
    services: [ServiceDefinition],
    workers: [Worker] = [],
    prepare: @escaping @Sendable () async throws -> Void = {},
    advanceClocks: @escaping ClockAdvance = { _, _ in },
    transcoder: TranscoderOf? = nil,
    interceptors: [any ServerInterceptor] = [],
    onShutdown: @escaping @Sendable () async -> Void = {}
  ) {
    self.services = services
    self.workers = workers
    self.prepare = prepare
    self.advanceClocks = advanceClocks
    self.transcoder = transcoder
    self.interceptors = interceptors
    self.onShutdown = onShutdown
  }
}
