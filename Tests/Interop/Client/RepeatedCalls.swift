import ArgumentParser
import Messages
import RPC
import RPCTransport

/// The same call again and again.
struct RepeatedCalls: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calls",
    abstract: "Call UnaryCall, and print the outcome of each call on a line."
  )

  @Option(help: "Port of the server, on this machine.")
  var port: Int
  @Option(help: "How many calls are made.")
  var calls = 1
  @Flag(help: "Make all but the first call at once, when the first one has ended.")
  var atOnce = false
  @Option(help: "Bytes that the answer's payload is to have.")
  var responseBytes: Int32 = 1_000

  func run() async throws {
    let channel = ClientChannel(targets: [.init(host: "127.0.0.1", port: port)])
    defer { channel.close() }
    let client = GrpcTesting.TestServiceClient(channel)
    print(await outcome(client))
    guard atOnce else {
      for _ in 1..<max(calls, 1) { print(await outcome(client)) }
      return
    }
    await withTaskGroup(of: String.self) { group in
      for _ in 1..<max(calls, 1) { group.addTask { await outcome(client) } }
      for await outcome in group { print(outcome) }
    }
  }

  /// `OK` and the size of the payload, or the name of the status.
  private func outcome(_ client: GrpcTesting.TestServiceClient) async -> String {
    do {
      let answer = try await client.unaryCall(
        GrpcTesting.SimpleRequest(responseSize: responseBytes),
        options: CallOptions(timeout: .seconds(5))
      )
      return "OK \(answer.payload?.body.count ?? 0)"
    } catch {
      return (error as? RPCError)?.code.name ?? "\(error)"
    }
  }
}
