import RPC

/// What makes one service different from the others.
public struct ServiceParts: Sendable {
  var services: [ServiceDefinition]
  var workers: [Worker]
  var prepare: @Sendable () async throws -> Void
  var onShutdown: @Sendable () async -> Void

  /// - Parameters:
  ///   - services: what it answers, such as `InventoryServer(…).definition`.
  ///   - workers: what it does beside that.
  ///   - prepare: awaited after the port is open and before health says SERVING.
  ///   - onShutdown: called last, when no call and no worker runs any more; closes the database.
  public init(
    services: [ServiceDefinition],
    workers: [Worker] = [],
    prepare: @escaping @Sendable () async throws -> Void = {},
    onShutdown: @escaping @Sendable () async -> Void = {}
  ) {
    self.services = services
    self.workers = workers
    self.prepare = prepare
    self.onShutdown = onShutdown
  }
}
