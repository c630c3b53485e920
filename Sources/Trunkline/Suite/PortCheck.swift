import NIOCore
import NIOPosix

/// Finds out who else listens, before a service fails for it.
enum PortCheck {
  /// Whether nobody listens on a port of this machine.
  static func isFree(_ port: Int) async -> Bool {
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
    guard let channel = try? await bootstrap.bind(host: SuiteLayout.host, port: port).get() else {
      return false
    }
    try? await channel.close()
    return true
  }

  /// Refuses a layout one of whose ports is taken.
  static func check(_ layout: SuiteLayout) async throws {
    for service in SuiteService.allCases {
      for port in [layout.port(service), layout.adminPort(service)] where !(await isFree(port)) {
        throw CommandFailure(
          description: """
            Port \(port), which is for \(service.executable), is in use. Stop what listens there \
            (`ss -ltnp 'sport = :\(port)'` names it), or take other ports: \
            --port-base \(layout.portBase + 1_000).
            """
        )
      }
    }
  }

  /// A port base all of whose ports are free now, below those that the system hands out by itself.
  static func freeBase() async throws -> Int {
    for _ in 0..<100 {
      let layout = SuiteLayout(portBase: Int.random(in: 12_000...32_000), dataDirectory: "")
      if (try? await check(layout)) != nil { return layout.portBase }
    }
    throw CommandFailure(description: "No free ports were found. Name some with --port-base.")
  }
}
