import RPC
import RPCTransport
import ServiceKit

// What every service has between the wire and its handlers is in place: deadlines, limits, metadata,
// authentication and metrics. The access log is off, as it is by default.
guard CommandLine.arguments.count == 2, let port = Int(CommandLine.arguments[1]) else {
  throw RPCError(.invalidArgument, reason: "USAGE", message: "usage: trunkline-bench-server PORT")
}
let caller = Caller(principal: "keys/bench", organization: "bench", role: .readOnly, partner: "")
let key = APIKey(hash: APIKey.hash(of: "trunkline-bench-key-0001"), caller: caller)
let service = LookUp().definition
let server = RPCServer(
  configuration: .init(port: port),
  services: [service],
  interceptors: [
    Authentication(trustedSigners: [], apiKeys: [key]),
    CallMetrics(methods: service.methods.map(\.method), metrics: Metrics()),
  ]
)
_ = try await server.start()
try await Task.sleep(for: .seconds(86_400))
