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
    var isHeld = false
    var held: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  func setMissing(_ isMissing: Bool, at location: String) {
    state.withLock { state in
      if isMissing { state.missing.insert(location) } else { state.missing.remove(location) }
    }
  }

  func setDown(_ isDown: Bool) { state.withLock { $0.isDown = isDown } }

  /// Lets questions wait until they are released.
  func hold() { state.withLock { $0.isHeld = true } }

  func release() {
    let held = state.withLock { state in
      state.isHeld = false
      defer { state.held = [] }
      return state.held
    }
    for question in held { question.resume() }
  }

  /// How many questions wait.
  var heldCount: Int { state.withLock { $0.held.count } }

  private func pass() async {
    guard state.withLock({ $0.isHeld }) else { return }
    await withCheckedContinuation { question in
      let isHeld = state.withLock { state in
        if state.isHeld { state.held.append(question) }
        return state.isHeld
      }
      if !isHeld { question.resume() }
    }
  }

  func channel(over others: any RPCChannel) -> any RPCChannel { Channel(addresses: self, others: others) }

  private struct Channel: RPCChannel {
    let addresses: LocationAddresses
    let others: any RPCChannel

    func unary(_ method: Method, message: ByteBuffer, options: CallOptions) async throws -> UnaryReply {
      guard method.name == "CheckLocationAddress" else {
        return try await others.unary(method, message: message, options: options)
      }
      await addresses.pass()
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
