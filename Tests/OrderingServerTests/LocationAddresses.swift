import Messages
import NIOCore
import RPC
import Synchronization

/// Stands in for the emergency addresses of the locations where numbers are activated: each has one unless a test takes
/// it away. Every other call goes on.
final class LocationAddresses: Sendable {
  private struct State {
    var missing: Set<String> = []
    var isDown = false
  }

  private let state = Mutex(State())

  func setMissing(_ isMissing: Bool, at location: String) {
    state.withLock { state in
      if isMissing { state.missing.insert(location) } else { state.missing.remove(location) }
    }
  }

  func setDown(_ isDown: Bool) { state.withLock { $0.isDown = isDown } }

  func channel(over others: any RPCChannel) -> any RPCChannel { Channel(addresses: self, others: others) }

  private struct Channel: RPCChannel {
    let addresses: LocationAddresses
    let others: any RPCChannel

    func unary(_ method: Method, message: ByteBuffer, options: CallOptions) async throws -> UnaryReply {
      guard method.name == "CheckLocationAddress" else {
        return try await others.unary(method, message: message, options: options)
      }
      let request = try EmergencyV1.CheckLocationAddressRequest(serialized: message)
      let given = try addresses.state.withLock { state in
        if state.isDown { throw RPCError(.unavailable, message: "down") }
        return !state.missing.contains(request.location)
      }
      return UnaryReply(message: EmergencyV1.LocationAddressStanding(given: given).serialized())
    }

    func open(_ method: Method, options: CallOptions) async throws -> any ClientStream {
      try await others.open(method, options: options)
    }
  }
}
