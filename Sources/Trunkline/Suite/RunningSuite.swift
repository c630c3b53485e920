import Foundation
import Messages
import NIOPosix
import RPC
import RPCTransport
import Synchronization

/// The services of one suite, started as children of this process.
final class RunningSuite: Sendable {
  let layout: SuiteLayout
  let keys: SuiteKeys
  /// Nil when everything is in clear text.
  let security: SuiteSecurity?
  private let binaries: String
  private let log: SuiteLog
  /// Held while any of its services runs.
  private let lock: Mutex<DataDirectoryLock?>
  private let children = Mutex<[(service: SuiteService, process: ChildProcess)]>([])

  /// How long a service may take until it is healthy, and until it has stopped.
  private static let patience = Duration.seconds(30)

  private init(
    layout: SuiteLayout,
    keys: SuiteKeys,
    security: SuiteSecurity?,
    binaries: String,
    log: SuiteLog,
    lock: consuming DataDirectoryLock
  ) {
    self.layout = layout
    self.keys = keys
    self.security = security
    self.binaries = binaries
    self.log = log
    self.lock = Mutex(lock)
  }

  /// Directory of this very executable, where the others are too.
  static var ownDirectory: String {
    let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    return URL(fileURLWithPath: path ?? CommandLine.arguments[0]).deletingLastPathComponent().path
  }

  /// Makes directory, keys and configuration where they are missing, and starts all services.
  static func start(
    layout: SuiteLayout,
    binaries: String = ownDirectory,
    isSandbox: Bool = false,
    isSecure: Bool = false,
    log: SuiteLog
  ) async throws -> RunningSuite {
    try PrivateFile.makeDirectory(layout.dataDirectory)
    let lock = try DataDirectoryLock(layout.dataDirectory)
    try await PortCheck.check(layout)
    let keys = try SuiteKeys.readOrMake(layout.keysFile, signers: SuiteConfigurationFiles.signers)
    let security = isSecure ? try await SuiteSecurity(making: layout.certificateDirectory) : nil
    try SuiteConfigurationFiles(layout: layout, keys: keys, isSandbox: isSandbox, security: security).write()
    let suite = RunningSuite(
      layout: layout,
      keys: keys,
      security: security,
      binaries: binaries,
      log: log,
      lock: lock
    )
    do {
      for service in SuiteService.allCases { try await suite.start(service) }
    } catch {
      await suite.stop()
      throw error
    }
    return suite
  }

  /// Starts one service, and waits until it is healthy.
  func start(_ service: SuiteService) async throws {
    let executable = "\(binaries)/\(service.executable)"
    guard FileManager.default.isExecutableFile(atPath: executable) else {
      throw CommandFailure(
        description: "\(executable) is missing. Build it with `swift build` or `make run`."
      )
    }
    let log = self.log
    let process = try await ChildProcess.start(
      name: service.rawValue,
      executable: executable,
      // Its standard input ends with this process: a suite whose starter was killed does not stay.
      arguments: ["--config", layout.configurationFile(service), "--stop-with-input"]
    ) { log.show($0, from: service) }
    children.withLock { $0.append((service, process)) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await self.becomeHealthy(service) }
      group.addTask { throw Self.failure(of: process, end: try await process.end) }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private func becomeHealthy(_ service: SuiteService) async throws {
    let channel = ClientChannel(
      targets: [.init(host: SuiteLayout.host, port: layout.port(service))],
      configuration: .init(tls: security?.client),
      group: MultiThreadedEventLoopGroup.singleton.any()
    )
    defer { channel.close() }
    let client = HealthV1.HealthClient(channel)
    let options = CallOptions(timeout: Self.patience, waitsForReady: true)
    do {
      for try await answer in try await client.watch(.init(), options: options)
      where answer.status == .serving { return }
      try Task.checkCancellation()
      throw RPCError(.unavailable, message: "it stopped answering")
    } catch let error as RPCError {
      throw CommandFailure(
        description:
          "\(service.executable) did not become healthy at \(layout.address(service)): \(error.message)"
      )
    }
  }

  private static func failure(of process: ChildProcess, end: ChildProcess.End) -> CommandFailure {
    let lines = end.lastLines.map { "  \(LogLine.readable($0))" }.joined(separator: "\n")
    return CommandFailure(
      description: "trunkline-\(process.name) \(end.description). Its last lines:\n\(lines)"
    )
  }

  /// Waits until a service ends that nobody asked to; throws why.
  func watch() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (_, process) in children.withLock({ $0 }) {
        group.addTask {
          let end = try await process.end
          try Task.checkCancellation()
          throw Self.failure(of: process, end: end)
        }
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  /// Numbers of the processes that run.
  var processIdentifiers: [SuiteService: Int32] {
    Dictionary(children.withLock { $0 }.map { ($0.service, $0.process.processIdentifier) }) { $1 }
  }

  /// Stops the services, the last one started first.
  func stop() async {
    for (_, process) in takeAll().reversed() { await process.stop(within: Self.patience) }
    unlock()
  }

  /// Kills services without letting them finish anything.
  func kill(_ services: [SuiteService] = SuiteService.allCases) async {
    let killed = children.withLock { children in
      defer { children.removeAll { services.contains($0.service) } }
      return children.filter { services.contains($0.service) }
    }
    for (_, process) in killed { await process.kill() }
    if children.withLock({ $0.isEmpty }) { unlock() }
  }

  private func unlock() {
    lock.withLock { $0 = nil }
  }

  private func takeAll() -> [(service: SuiteService, process: ChildProcess)] {
    children.withLock { children in
      defer { children = [] }
      return children
    }
  }
}
