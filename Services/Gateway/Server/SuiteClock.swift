import Messages
import RPC
import ServiceKit

/// Moves the clocks of the services behind the gateway, all at once. One that cannot be reached is named; those that have
/// moved stay where they are, and a repeat moves the rest.
public func advanceClocks(of upstreams: [Upstream]) -> ServiceParts.ClockAdvance {
  { request, context in
    try await withThrowingTaskGroup(of: Void.self) { group in
      for upstream in upstreams {
        group.addTask {
          let client = SandboxV1.ClockServiceClient(upstream.channel)
          do {
            _ = try await client.advanceClock(request, options: upstream.options(for: context))
          } catch let error as RPCError {
            throw upstream.explained(error)
          }
        }
      }
      try await group.waitForAll()
    }
  }
}
