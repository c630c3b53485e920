import ArgumentParser
import Messages
import RPC
import RPCTransport

/// gRPC's own interop cases (`interop-test-descriptions.md`), made by our client.
struct OfficialCases: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cases",
    abstract: "Run interop cases of gRPC, and print a line for each.",
    discussion: "A line is `ok NAME` or `FAILED NAME: why`. It ends with 1 when a case failed."
  )

  @Option(help: "Port of the server, on this machine.")
  var port: Int
  @Option(
    name: .customLong("ca"),
    help: "PEM file of the authority of the server's certificate; TLS is on with it."
  )
  var authority: String?
  @Option(help: "Name that the certificate must bear.")
  var serverName: String?
  @Flag(help: "Do not ask the server to refuse what is not compressed; some cannot see it.")
  var skipCompressionProbes = false
  @Option(name: .customLong("case"), help: "A case; all when none is given.")
  var names: [String] = []

  func run() async throws {
    let chosen = names.isEmpty ? InteropCase.all : InteropCase.all.filter { names.contains($0.name) }
    guard chosen.count >= max(1, names.count) else { throw ValidationError("There is no such case.") }
    var failures = 0
    for test in chosen {
      let channel = makeChannel()
      defer { channel.close() }
      do {
        try await test.body(server(channel))
        print("ok \(test.name)")
      } catch {
        failures += 1
        print("FAILED \(test.name): \(error)")
      }
    }
    guard failures == 0 else { throw ExitCode.failure }
  }

  private func server(_ channel: ClientChannel) -> InteropServer {
    InteropServer(channel: channel, makeChannel: makeChannel, seesCompression: !skipCompressionProbes)
  }

  @Sendable private func makeChannel() -> ClientChannel {
    let tls = authority.map { ClientTLS(authorityFile: $0, serverName: serverName) }
    return ClientChannel(
      targets: [.init(host: "127.0.0.1", port: port)],
      configuration: .init(tls: tls)
    )
  }
}

/// Whom a case calls.
struct InteropServer: Sendable {
  let channel: ClientChannel
  /// One more channel to the same server.
  let makeChannel: @Sendable () -> ClientChannel
  /// Whether it refuses a message that it was told to expect compressed, and that is not.
  let seesCompression: Bool

  var client: GrpcTesting.TestServiceClient { .init(channel) }
}

/// A case by its official name.
struct InteropCase: Sendable {
  let name: String
  let body: @Sendable (InteropServer) async throws -> Void

  static let all = unary + streaming + endings + soaks
}

/// What was expected, and did not come.
struct Unexpected: Error, CustomStringConvertible {
  let description: String

  static func unless(_ condition: Bool, _ otherwise: @autoclosure () -> String) throws {
    if !condition { throw Unexpected(description: otherwise()) }
  }
}

extension CallOptions {
  static var interop: CallOptions { CallOptions(timeout: .seconds(20)) }

  static var compressed: CallOptions { CallOptions(timeout: .seconds(20), compressesRequests: true) }
}

extension GrpcTesting.Payload {
  init(bytes: Int) { self.init(body: [UInt8](repeating: 0, count: bytes)) }
}
