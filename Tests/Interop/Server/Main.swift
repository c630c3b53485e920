import ArgumentParser
import NIOCore
import RPCTransport

/// Serves gRPC's interop tests on our runtime, for foreign clients.
@main
struct InteropServer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trunkline-interop-server",
    abstract: "Serves grpc.testing.TestService, for the interop clients of other gRPC implementations."
  )

  @Option(help: "Port to listen on; 0 lets the system choose. The port is printed.")
  var port = 0
  @Option(help: "PEM file of the certificate; TLS is on when it is given.")
  var certificate: String?
  @Option(help: "PEM file of the certificate's private key.")
  var privateKey: String?
  @Option(help: "PEM file of the authority that client certificates must come from; mutual TLS.")
  var clientAuthority: String?

  @Option(help: "Time after which a client that is too slow is ended, in the place of all time limits.")
  var patienceMilliseconds: Int64?

  func run() async throws {
    var tls: ServerTLS?
    if let certificate, let privateKey {
      tls = ServerTLS(
        certificateChainFile: certificate,
        privateKeyFile: privateKey,
        clientAuthorityFile: clientAuthority
      )
    }
    var configuration = RPCServer.Configuration(port: port, tls: tls)
    if let patienceMilliseconds { configuration.limits = limits(.milliseconds(patienceMilliseconds)) }
    let server = RPCServer(
      configuration: configuration,
      services: [TestService().definition]
    )
    print("listening on \(try await server.start().port ?? 0)")
    try await Task.sleep(for: .seconds(86_400))
  }

  private func limits(_ patience: TimeAmount) -> ConnectionLimits {
    var limits = ConnectionLimits()
    limits.handshakeTimeout = patience
    limits.requestTimeout = patience
    limits.keepaliveInterval = patience
    limits.idleTimeout = patience
    return limits
  }
}
