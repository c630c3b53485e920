import Foundation
import NIOCore
import NIOPosix
import ServiceKit
import Synchronization

/// Finds out who else listens, before a service fails for it.
enum PortCheck {
  /// Why a port of this machine cannot be listened on; nil when it can.
  static func refusal(_ port: Int) async -> String? {
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
    do {
      try await bootstrap.bind(host: SuiteLayout.host, port: port).get().close()
      return nil
    } catch {
      return (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
    }
  }

  /// Refuses a layout some of whose ports cannot be had, and names them all.
  static func check(_ layout: SuiteLayout) async throws {
    var taken = Table("port", "of", "key", "why not")
    for service in SuiteService.allCases {
      let ports = [
        (layout.port(service), ServiceKeys.listenPort.name),
        (layout.adminPort(service), ServiceKeys.adminPort.name),
      ]
      for (port, key) in ports {
        if let reason = await refusal(port) { taken.add("\(port)", service.executable, key, reason) }
      }
    }
    guard taken.rows.isEmpty else { throw CommandFailure(description: advice(taken, layout)) }
  }

  private static func advice(_ taken: Table, _ layout: SuiteLayout) -> String {
    let other = layout.portBase + (layout.portBase < 60_000 ? 1_000 : -1_000)
    return """
      The suite cannot listen where it should:
      \(taken.lines.map { "  \($0)" }.joined(separator: "\n"))
      Stop what listens there (`ss -ltnp` names it; perhaps another suite), or move all ports of this one: \
      --port-base \(other).
      """
  }

  /// A port base all of whose ports are free now, below those that the system hands out by itself. Whoever asks next in
  /// this process gets another one, though nobody listens there yet.
  static func freeBase() async throws -> Int {
    for _ in 0..<basesApart.count {
      let index = nextBase.wrappingAdd(1, ordering: .relaxed).newValue % basesApart.count
      let layout = SuiteLayout(portBase: basesApart[index], dataDirectory: "")
      if (try? await check(layout)) != nil { return layout.portBase }
    }
    throw CommandFailure(description: "No free ports were found. Name some with --port-base.")
  }

  /// No two of them share a port: a suite takes some from its base on and some from a hundred later on.
  private static let basesApart = Array(stride(from: 12_000, to: 32_000, by: 200))
  private static let nextBase = Atomic(Int.random(in: 0..<100))
}
