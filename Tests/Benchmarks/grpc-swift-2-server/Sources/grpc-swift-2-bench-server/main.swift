import GRPCCore
import GRPCNIOTransportHTTP2Posix

guard CommandLine.arguments.count == 2, let port = Int(CommandLine.arguments[1]) else {
  throw RPCError(code: .invalidArgument, message: "usage: grpc-swift-2-bench-server PORT")
}
// Defaults throughout: pinned to one core it gets one event loop, as the other servers have.
let server = GRPCServer(
  transport: .http2NIOPosix(
    address: .ipv4(host: "127.0.0.1", port: port),
    transportSecurity: .plaintext
  ),
  services: [LookUp()]
)
try await server.serve()
