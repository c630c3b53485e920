import ArgumentParser
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

  func run() async throws {
    var tls: ServerTLS?
    if let certificate, let privateKey {
      tls = ServerTLS(
        certificateChainFile: certificate,
        privateKeyFile: privateKey,
        clientAuthorityFile: clientAuthority
      )
    }
    let server = RPCServer(
      configuration: .init(port: port, tls: tls),
      services: [TestService().definition]
    )
    print("listening on \(try await server.start().port ?? 0)")
    try await Task.sleep(for: .seconds(86_400))
  }
}
