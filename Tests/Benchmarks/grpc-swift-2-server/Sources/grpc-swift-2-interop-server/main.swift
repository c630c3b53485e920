import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2Posix

// Prints its port, and serves until it is ended.
let files = Array(CommandLine.arguments.dropFirst())
guard [0, 2].contains(files.count) else {
  throw RPCError(code: .invalidArgument, message: "usage: grpc-swift-2-interop-server [CERTIFICATE KEY]")
}
let server = GRPCServer(
  transport: .http2NIOPosix(
    address: .ipv4(host: "127.0.0.1", port: 0),
    transportSecurity: files.isEmpty
      ? .plaintext
      : .tls(
        certificateChain: [.file(path: files[0], format: .pem)],
        privateKey: .file(path: files[1], format: .pem)
      ),
    config: .defaults { $0.compression = .init(enabledAlgorithms: .all) }
  ),
  services: [TestService()]
)
try await withThrowingTaskGroup { group in
  group.addTask { try await server.serve() }
  guard let port = try await server.listeningAddress?.ipv4?.port else {
    throw RPCError(code: .internalError, message: "the server has no port")
  }
  try FileHandle.standardOutput.write(contentsOf: Data("listening on \(port)\n".utf8))
  try await group.waitForAll()
}
