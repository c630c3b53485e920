import Foundation
import Logging
import Messages
import NIOCore
import RPC
import RPCTransport

/// Why a service did not start.
public enum ServiceStartError: Error, Sendable, CustomStringConvertible {
  /// A method whose proto says nothing about who may call it.
  case accessUndeclared(method: String)
  /// The port is taken, or the address is not of this machine.
  case cannotListen(address: String, key: String, reason: String)

  public var description: String {
    switch self {
    case .accessUndeclared(let method):
      "\(method) declares no access. Give it option (trunkline.type.v1.access) in its proto."
    case .cannotListen(let address, let key, let reason):
      "\(address) cannot be listened on: \(reason). Stop what uses it, or give another \(key)."
    }
  }
}

/// A service from its start to its end. One process runs one; tests may run several in theirs.
public final class RunningService: Sendable {
  /// Where it takes calls.
  public let address: SocketAddress
  /// Where it shows its metrics.
  public let adminAddress: SocketAddress?
  public let health: Health
  private let runtime: ServiceRuntime
  private let server: RPCServer
  private let admin: AdminServer
  private let workers: Task<Void, Never>
  private let onShutdown: @Sendable () async -> Void

  /// Starts a service, and returns when its health says SERVING.
  /// - Parameter assemble: makes the service's own parts.
  public static func start(
    configuration: ServiceConfiguration,
    logger: Logger,
    clock: any WallClock = SystemClock(),
    assemble: @Sendable (ServiceRuntime) async throws -> ServiceParts
  ) async throws -> RunningService {
    let clock = try SandboxClock(
      over: clock,
      file: "\(configuration[ServiceKeys.dataDirectory])/sandbox-clock",
      isMovable: configuration[ServiceKeys.sandboxClock]
    )
    let runtime = ServiceRuntime(
      configuration: configuration,
      logger: logger,
      clock: clock,
      metrics: Metrics()
    )
    ProcessMetrics.publish(in: runtime.metrics, version: TrunklineVersion.current)
    // What has to be undone when the next step fails.
    var undo = runtime.close
    do {
      let parts = try await assemble(runtime)
      undo = {
        await runtime.close()
        await parts.onShutdown()
      }
      let service = try await RunningService(runtime, parts, clock)
      undo = service.stop
      try await parts.prepare()
      service.health.setServing(true)
      return service
    } catch {
      await undo()
      throw error
    }
  }

  private init(_ runtime: ServiceRuntime, _ parts: ServiceParts, _ clock: SandboxClock) async throws {
    self.runtime = runtime
    let health = Health(services: parts.services.map(\.name))
    let clockServer = ClockServer(clock: clock, advanceOthers: parts.advanceClocks)
    let services = Self.withStandardServices(
      parts.services + [clockServer.definition],
      health: health,
      logger: runtime.logger
    )
    try Self.checkAccess(services)
    let files = try CredentialFiles(runtime.configuration)
    let traces = try Traces(runtime)
    server = RPCServer(
      configuration: try Self.serverConfiguration(
        runtime.configuration,
        runtime.logger,
        isForStrangers: parts.transcoder != nil
      ),
      services: services,
      interceptors: [traces?.interceptor].compactMap(\.self)
        + Self.interceptors(services, files.ring, runtime) + parts.interceptors,
      transcoder: parts.transcoder?(services),
      group: runtime.eventLoops
    )
    admin = try await Self.startAdmin(runtime, health)
    do {
      address = try await server.start()
    } catch {
      await admin.stop()
      await server.shutdown(gracePeriod: .zero)
      throw Self.listenError(
        error,
        runtime.configuration,
        host: ServiceKeys.listenHost,
        port: ServiceKeys.listenPort
      )
    }
    adminAddress = admin.address
    self.health = health
    let own = [files.worker(logger: runtime.logger), traces?.worker].compactMap(\.self)
    workers = Self.start(parts.workers + own, runtime)
    onShutdown = parts.onShutdown
  }

  /// Stops: not serving, GOAWAY, calls drain or are cancelled, then workers end, then the database closes.
  public func stop() async {
    health.stop()
    runtime.stopping.stop()
    await server.shutdown(gracePeriod: runtime.configuration[ServiceKeys.shutdownGracePeriod])
    workers.cancel()
    await workers.value
    await runtime.close()
    await onShutdown()
    await admin.stop()
  }
}

// MARK: - Parts that every service has
extension RunningService {
  private static func withStandardServices(
    _ services: [ServiceDefinition],
    health: Health,
    logger: Logger
  ) -> [ServiceDefinition] {
    let translation = ErrorTranslation(logger: logger)
    let names = services.map(\.name) + [Health.serviceName]
    let reflection = Reflection(
      services: names + [Reflection.v1ServiceName, Reflection.v1alphaServiceName],
      descriptors: { ProtoDescriptors.all }
    )
    return services.map(translation.applied)
      + [health.definition, reflection.v1Definition, reflection.v1alphaDefinition]
  }

  private static func checkAccess(_ services: [ServiceDefinition]) throws {
    for method in services.flatMap(\.methods).map(\.method) where method.access == .unspecified {
      throw ServiceStartError.accessUndeclared(method: method.path)
    }
  }

  private static func interceptors(
    _ services: [ServiceDefinition],
    _ keys: KeyRing,
    _ runtime: ServiceRuntime
  ) -> [any ServerInterceptor] {
    let configuration = runtime.configuration
    var interceptors: [any ServerInterceptor] = [
      Authentication(keys),
      CallMetrics(methods: services.flatMap(\.methods).map(\.method), metrics: runtime.metrics),
    ]
    if configuration[ServiceKeys.accessLog] { interceptors.append(AccessLog(logger: runtime.logger)) }
    return interceptors
  }

  private static func serverConfiguration(
    _ configuration: ServiceConfiguration,
    _ logger: Logger,
    isForStrangers: Bool
  ) throws -> RPCServer.Configuration {
    var limits = ConnectionLimits()
    if !isForStrangers {
      // A gateway sends the calls of all its callers by few connections, and each that is given up resets a stream.
      limits.http2.streamResetBurst = 1_000
      limits.http2.streamResetsPerSecond = 1_000
    }
    var tls = try configuration.serverTLS()
    tls?.onReload = { outcome in
      switch outcome {
      case .success: logger.log(.info, "certificates were replaced", [:])
      case .failure(let error):
        logger.log(.error, "new certificates are not used", [.file: error.path, .reason: error.reason])
      }
    }
    tls?.onRefusal = { logger.log(.warning, "a caller is not allowed to connect", [.principal: $0]) }
    var server = RPCServer.Configuration(
      host: configuration[ServiceKeys.listenHost],
      port: configuration[ServiceKeys.listenPort],
      tls: tls
    )
    server.limits = limits
    return server
  }

  private static func startAdmin(_ runtime: ServiceRuntime, _ health: Health) async throws -> AdminServer {
    let version =
      "{\"service\":\"\(runtime.configuration.service)\",\"version\":\"\(TrunklineVersion.current)\"}"
    let pages = AdminPages(
      metrics: { runtime.metrics.exposition() },
      isReady: { health.isServing },
      version: version
    )
    let configuration = runtime.configuration
    do {
      return try await AdminServer.start(
        host: configuration[ServiceKeys.adminHost],
        port: configuration[ServiceKeys.adminPort],
        pages: pages
      )
    } catch {
      throw listenError(error, configuration, host: ServiceKeys.adminHost, port: ServiceKeys.adminPort)
    }
  }

  /// Says which address it was; errors of the system do not. Others, such as those of TLS files, stay as
  /// they are.
  private static func listenError(
    _ error: any Error,
    _ configuration: ServiceConfiguration,
    host: ConfigurationKey<String>,
    port: ConfigurationKey<Int>
  ) -> any Error {
    guard let failure = error as? IOError else { return error }
    return ServiceStartError.cannotListen(
      address: "\(configuration[host]):\(configuration[port])",
      key: port.name,
      reason: String(cString: strerror(failure.errnoCode))
    )
  }

  private static func start(_ workers: [Worker], _ runtime: ServiceRuntime) -> Task<Void, Never> {
    let failures = workers.map { worker in
      runtime.metrics.counter(
        "trunkline_worker_failures_total",
        help: "Times that a worker failed and was started again.",
        labels: [("worker", worker.name)]
      )
    }
    return Task {
      await withDiscardingTaskGroup { group in
        for (worker, failures) in zip(workers, failures) {
          group.addTask { await worker.run(logger: runtime.logger, failures: failures) }
        }
      }
    }
  }
}
